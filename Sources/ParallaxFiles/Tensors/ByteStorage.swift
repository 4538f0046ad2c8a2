/// Bytes that stay where they are as long as the object lives: a mapped file, or memory that a reader had to unpack.
public protocol ByteStorage: AnyObject, Sendable {
    var bytes: UnsafeRawBufferPointer { get }

    /// - Throws: `Complaint` where the bytes are not what they were: whatever was computed from them since is worth nothing.
    func checkIntact() throws

    /// - Throws: `Complaint` where it is a file of which most is missing on the disk: its numbers would be zeros that nobody wrote.
    func checkWhole() throws
}

extension ByteStorage {
    /// Memory stays as it is.
    public func checkIntact() {}
    public func checkWhole() {}
}
