/// Bytes that stay where they are as long as the object lives: a mapped file, or memory that a reader had to unpack.
public protocol ByteStorage: AnyObject, Sendable {
    var bytes: UnsafeRawBufferPointer { get }

    /// - Throws: `Complaint` where the bytes are not what they were: whatever was computed from them since is worth nothing.
    func checkIntact() throws
}

extension ByteStorage {
    /// Memory stays as it is.
    public func checkIntact() {}
}
