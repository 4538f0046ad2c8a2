import CZlib

/// Unpacks deflate data (RFC 1951) with zlib, piece by piece into memory that is given to it, and never one byte beyond: however the data was made, it
/// cannot make this grow.
final class Inflater {
    enum Failure: Error {
        /// The data is no deflate stream, or ends too early.
        case damaged
        /// The data goes on where the target is full.
        case tooLong
    }

    /// zlib counts in 32 bits what it is given at once.
    private static let most = 1 << 30

    private let source: UnsafeRawBufferPointer
    /// zlib keeps the address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    /// Bytes of the source that were read: behind the data once it is done.
    private(set) var end = 0
    /// Whether all of the data has been unpacked.
    private(set) var isDone = false

    /// The bytes must outlive the inflater.
    /// - Throws: `Complaint` where zlib cannot begin.
    init(_ source: UnsafeRawBufferPointer) throws {
        self.source = source
        stream.initialize(to: z_stream())
        let code = cz_begin(stream)
        guard code == Z_OK else { throw Self.refused(code) }
    }

    private static func refused(_ code: Int32) -> Complaint {
        Complaint(
            "zlib", expected: "to unpack", found: zError(code).map { String(cString: $0) } ?? "error \(code)",
            remedy: "close other programs, or unpack the file with gunzip or unzip")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Fills `target` with the beginning of the unpacked data.
    /// - Returns: how many bytes there were, at most `target.count`.
    static func prefix(of source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        try Inflater(source).fill(target)
    }

    /// Unpacks everything, which must fill `target` exactly.
    static func whole(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws {
        let inflater = try Inflater(source)
        guard try inflater.fill(target) == target.count else { throw Failure.damaged }
        var one: UInt8 = 0
        // Whatever comes behind must be empty.
        guard try withUnsafeMutableBytes(of: &one, { try inflater.fill($0) }) == 0 else { throw Failure.tooLong }
    }

    /// Unpacks until the target is full or the data ends, which may be seen only when more is asked for.
    /// - Returns: how many bytes there were.
    /// - Throws: `Failure`, or `Complaint` where zlib has no memory.
    func fill(_ target: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < target.count, !isDone {
            let input = source[end...].prefix(Self.most), room = target[filled...].prefix(Self.most)
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: UnsafeRawBufferPointer(rebasing: input).assumingMemoryBound(to: Bytef.self).baseAddress)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            stream.pointee.next_out = UnsafeMutableRawBufferPointer(rebasing: room).assumingMemoryBound(to: Bytef.self).baseAddress
            stream.pointee.avail_out = UInt32(clamping: room.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let taken = input.count - Int(wide: stream.pointee.avail_in), made = room.count - Int(wide: stream.pointee.avail_out)
            end += taken
            filled += made
            // The window is asked for when the first bytes come.
            guard code != Z_MEM_ERROR else { throw Self.refused(code) }
            guard code == Z_OK || code == Z_STREAM_END else { throw Failure.damaged }
            isDone = code == Z_STREAM_END
            guard isDone || taken + made > 0 else { throw Failure.damaged }
        }
        return filled
    }
}
