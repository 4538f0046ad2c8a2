extension MappedFile {
    /// The bytes of a small file, copied: what is read of them later does not depend on the file any more.
    /// - Parameter most: the longest that is taken; the largest tokenizer.json that is published has 34 MB.
    /// - Throws: as `init`; a `Complaint` where the file is longer.
    static func contents(of path: String, atMost most: Int = 1 << 27) throws -> [UInt8] {
        let file = try MappedFile(path)
        guard file.bytes.count <= most else { throw Complaint(path, expected: "a file of at most \(most) bytes", found: "\(file.bytes.count)", remedy: "name the right file") }
        let bytes = withExtendedLifetime(file) { [UInt8](file.bytes) }
        try file.checkIntact()
        return bytes
    }
}
