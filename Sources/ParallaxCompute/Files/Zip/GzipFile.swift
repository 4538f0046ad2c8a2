/// A gzip file (RFC 1952) of one member, unpacked into memory.
package enum GzipFile {
    static let magic: [UInt8] = [0x1f, 0x8b]

    /// Batches of labels are some megabytes; a larger promise is refused before anything is allocated.
    private static let largestUnpacked = 512 << 20
    /// Deflate packs at most 1032 bytes into one.
    private static let highestRatio = 1032

    /// - Throws: `Complaint` where the header, the size or the checksum lies.
    package static func unpacked(_ file: MappedFile) throws -> any ByteStorage {
        let bytes = file.bytes
        func damaged(_ expected: String, _ found: String) -> Complaint {
            Complaint(file.path, expected: expected, found: found, remedy: "the file is damaged, fetch it again (or unpack it with gunzip)")
        }
        guard bytes.count >= 18, bytes.starts(with: magic), bytes[2] == 8, let start = contents(bytes), start <= bytes.count - 8 else {
            throw damaged("a gzip file", "\(bytes.count) bytes that are none")
        }
        let size = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)))
        let packed = bytes.count - 8 - start
        guard size <= largestUnpacked, size / highestRatio <= packed else { throw damaged("at most \(largestUnpacked) bytes, as many as \(packed) packed ones can hold", "a promise of \(size)") }
        let unpacked: MemoryBytes
        do {
            unpacked = try MemoryBytes(count: size) { try Inflater.whole(UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count - 8]), into: $0) }
        } catch is Inflater.Failure {
            throw damaged("one member of \(size) bytes", "damaged data, or several members")
        }
        let checksum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt32.self))
        guard CRC32.checksum(unpacked.bytes) == checksum else { throw damaged("a checksum of \(String(checksum, radix: 16))", "another") }
        return unpacked
    }

    /// Where the deflate data begins, behind the optional fields; nil where they reach beyond the file.
    private static func contents(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let flags = bytes[3]
        var start = 10
        if flags & 4 != 0 {
            guard start + 2 <= bytes.count else { return nil }
            start += 2 + Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
        }
        for flag in [UInt8(8), 16] where flags & flag != 0 {
            guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else { return nil }
            start = end + 1
        }
        if flags & 2 != 0 { start += 2 }
        return start <= bytes.count ? start : nil
    }
}
