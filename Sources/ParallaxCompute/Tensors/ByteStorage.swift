/// Bytes that stay where they are as long as the object lives: a mapped file, or memory that a reader had to unpack.
public protocol ByteStorage: AnyObject, Sendable {
    var bytes: UnsafeRawBufferPointer { get }
}
