extension MappedFile {
    /// The bytes of a small file, copied: what is read of them later does not depend on the file any more.
    /// - Throws: as `init`.
    static func contents(of path: String) throws -> [UInt8] {
        let file = try MappedFile(path)
        let bytes = withExtendedLifetime(file) { [UInt8](file.bytes) }
        try file.checkIntact()
        return bytes
    }
}
