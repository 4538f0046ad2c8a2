import Foundation

/// The bytes of a text file as UTF-8: where they lie, or converted where the file is in another encoding.
package enum TextStorage {
    /// What is converted at most: it is made anew in memory.
    private static let longestConverted = 256 << 20

    /// - Parameters:
    ///   - encoding: as the person says; nil: what a byte order mark says, else UTF-8. UTF-8 is not checked here, but where it is read.
    ///   - limit: how many bytes a pipe may give in the place of a file.
    /// - Throws: `Complaint` where the file cannot be read, or is no text in its encoding.
    package static func open(_ path: String, stream limit: Int = 0, encoding: TextEncoding? = nil) throws -> any ByteStorage {
        let file = try MappedFile(path, stream: limit)
        return try converted(file, path: path, encoding: encoding) ?? file
    }

    /// Nil where the bytes are UTF-8 as they lie.
    package static func converted(_ storage: any ByteStorage, path: String, encoding: TextEncoding?) throws -> (any ByteStorage)? {
        defer { withExtendedLifetime(storage) {} }
        guard encoding.map({ $0 != .utf8 }) ?? TextReading.isMarkedOtherwise(storage.bytes) else { return nil }
        guard storage.bytes.count <= longestConverted else {
            throw Complaint(path, expected: "a text of at most \(longestConverted) bytes in another encoding than UTF-8", found: "\(storage.bytes.count)", remedy: "convert the file to UTF-8")
        }
        var text = try TextReading.string(storage.bytes, encoding: encoding, subject: path)
        try storage.checkIntact()
        return try text.withUTF8 { bytes in try MemoryBytes(count: bytes.count) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) } }
    }
}
