/// A gzip file (RFC 1952), unpacked piece by piece: its members one behind the other, each checked against its checksum and its size.
///
///     var stream = try GzipStream(mapped)
///     while let piece = try stream.next() { … }      // good until the next call
package struct GzipStream {
    package static let magic: [UInt8] = [0x1f, 0x8b]

    private let file: MappedFile
    private var inflater: Inflater
    /// Where the deflate data of the member begins.
    private var start: Int
    private var checksum: UInt32 = 0
    private var size = 0
    private let buffer: Buffer

    /// A piece that was unpacked.
    private final class Buffer {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

        deinit { bytes.deallocate() }
    }

    /// - Throws: `Complaint` where the file does not begin like one.
    package init(_ file: MappedFile) throws {
        self.file = file
        guard let start = Self.contents(file.bytes, at: 0) else {
            throw Self.damaged(file, "a gzip file", "\(file.bytes.count) bytes that are none")
        }
        self.start = start
        inflater = try Inflater(UnsafeRawBufferPointer(rebasing: file.bytes[start...]))
        buffer = Buffer()
    }

    private static func damaged(_ file: MappedFile, _ expected: String, _ found: String) -> Complaint {
        Complaint(file.path, expected: expected, found: found, remedy: "the file is damaged, fetch it again (or unpack it with gunzip)")
    }

    /// The next bytes, good until the next call; nil at the end.
    /// - Throws: `Complaint` where the data is damaged, or a checksum or a size lies.
    package mutating func next() throws -> UnsafeRawBufferPointer? {
        while true {
            let count: Int
            do {
                count = try inflater.fill(buffer.bytes)
            } catch is Inflater.Failure {
                throw Self.damaged(file, "deflate data", "damaged data behind \(size) bytes")
            }
            let piece = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])
            checksum = CRC32.checksum(piece, after: checksum)
            size += piece.count
            if inflater.isDone, !isEnded { try endMember() }
            if !piece.isEmpty { return piece }
            if isEnded { return nil }
        }
    }

    private var isEnded = false

    /// Holds the member against its trailer, and goes on to the next.
    private mutating func endMember() throws {
        let bytes = file.bytes, trailer = start + inflater.end
        guard trailer <= bytes.count - 8 else { throw Self.damaged(file, "a checksum behind the data", "the end of the file") }
        let stated = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: trailer, as: UInt32.self))
        guard stated == checksum else {
            throw Self.damaged(file, "a checksum of \(String(stated, radix: 16))", String(checksum, radix: 16))
        }
        guard UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: trailer + 4, as: UInt32.self)) == UInt32(truncatingIfNeeded: size)
        else { throw Self.damaged(file, "the size that its end says", "\(size) bytes") }
        // Zeros may fill the file up.
        guard let next = bytes[(trailer + 8)...].firstIndex(where: { $0 != 0 }) else {
            isEnded = true
            return
        }
        guard let start = Self.contents(bytes, at: next) else {
            throw Self.damaged(file, "another member, or nothing", "something else behind the data")
        }
        self.start = start
        (checksum, size) = (0, 0)
        inflater = try Inflater(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// Where the deflate data of the member at `position` begins, behind the optional fields; nil where there is none.
    private static func contents(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        guard bytes.count - position >= 18, bytes[position...].starts(with: magic), bytes[position + 2] == 8 else { return nil }
        let flags = bytes[position + 3]
        var start = position + 10
        if flags & 4 != 0 {
            guard start + 2 <= bytes.count else { return nil }
            start += 2 + Int(wide: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else { return nil }
            start = end + 1
        }
        if flags & 2 != 0 { start += 2 }
        return start <= bytes.count ? start : nil
    }
}
