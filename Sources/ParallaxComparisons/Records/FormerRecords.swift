import Foundation

/// The form of partials before version 3, which is still read: blocks of a length (UInt64, little-endian), that many bytes and their CRC-32; first
/// the plan and the basis as JSON, then a block a document. Nothing marks where a block begins but what every record begins with.
enum FormerRecords {
    /// Behind a payload: its CRC-32.
    static let trailer = 4
    private static let line = Data("\(RecordScan.kind) 2\n".utf8)
    /// Length of the block and length of the JSON text, before it.
    private static let lengths = 16
    private static let beginning = Data(#"{"counts":["#.utf8)

    static func head(_ bytes: UnsafeRawBufferPointer, longest: Int) -> (head: RecordScan.Head, end: Int)? {
        var budget = bytes.count
        guard bytes.starts(with: RecordScan.kind.utf8), let payload = block(bytes, at: line.count, budget: &budget), payload.count <= longest,
            let head = try? JSONDecoder().decode(RecordScan.Head.self, from: Data(bytes[payload]))
        else { return nil }
        return (head, payload.upperBound + trailer)
    }

    /// The payload of the block at a place, where it is whole.
    static func block(_ bytes: UnsafeRawBufferPointer, at start: Int, budget: inout Int) -> Range<Int>? {
        guard bytes.count - start >= 8 + trailer, let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))),
            length <= bytes.count - start - 8 - trailer, length <= budget
        else { return nil }
        budget -= length
        let payload = start + 8..<start + 8 + length
        let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: payload.upperBound, as: UInt32.self))
        return CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[payload])) == sum ? payload : nil
    }

    /// Whether the block at a place ends behind the file.
    static func isUnfinished(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard bytes.count - start >= 8 else { return true }
        return Int(clamping: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))) > bytes.count - start - 8 - trailer
    }

    /// Where a record may begin behind a damaged one.
    static func next(_ bytes: UnsafeRawBufferPointer, after start: Int) -> Int? { bytes.place(of: beginning, from: start + 1 + lengths).map { $0 - lengths } }
}
