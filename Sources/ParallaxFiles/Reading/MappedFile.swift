import CMapping
import Foundation

/// A file mapped read-only into memory. Pages are loaded when touched and shared between processes.
///
/// A file that is cut short meanwhile (or whose network file system loses it) reads as zeros from there on: ask `checkIntact` after reading.
public final class MappedFile: ByteStorage {
    public let path: String
    nonisolated(unsafe) public let bytes: UnsafeRawBufferPointer
    private let guardNumber: Int32
    /// When it was opened.
    private let original: FileStatus
    private let isMostlyHoles: Bool
    /// What was read where a stream stood in the place of a file.
    private let stream: StreamBytes?

    /// - Parameters:
    ///   - stream: how many bytes a pipe (or another stream) that stands in the place of the file may give; 0 where only a file will do.
    ///   - holes: whether a large file may be one of which most is missing on the disk, for whoever reads only its beginning (`checkWhole`).
    /// - Throws: `Complaint` where it cannot be opened or is no file.
    public init(_ path: String, stream limit: Int = 0, holes: Bool = false) throws {
        let file = try OpenFile(path, streams: limit > 0)
        self.path = path
        original = file.status
        isMostlyHoles = file.isMostlyHoles
        guard !file.isStream else {
            let read = try StreamBytes.of(file, atMost: limit)
            (stream, bytes, guardNumber) = (read, read.bytes, -1)
            return
        }
        stream = nil
        guard file.status.size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            guardNumber = -1
            return
        }
        guard let base = mmap(nil, file.status.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), base != MAP_FAILED else {
            throw Complaint(
                path, expected: "a file that can be mapped into memory",
                found: "\(file.status.size) bytes (\(String(cString: strerror(errno))))", remedy: "name another file")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: file.status.size)
        guardNumber = cm_guard(base, bytes.count)
        if !holes { try checkWhole() }
    }

    /// Reads a file and lets go of it: what `body` returns rests on nothing of it any more.
    /// - Throws: as `init` and `checkIntact`, and whatever `body` throws.
    package static func reading<Result>(
        _ path: String, stream limit: Int = 0, holes: Bool = false, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        let file = try MappedFile(path, stream: limit, holes: holes)
        let result = try withExtendedLifetime(file) { try body(file.bytes) }
        try file.checkIntact()
        return result
    }

    /// Gives back the memory of a part that is not needed again soon: a long file that is read through once does not fill it. What is
    /// read there later is loaded anew.
    package func forget(_ range: Range<Int>) {
        let page = Int(clamping: sysconf(Int32(clamping: _SC_PAGESIZE)))
        guard stream == nil, let base = bytes.baseAddress, page > 0, range.upperBound <= bytes.count else { return }
        let start = range.lowerBound / page * page
        madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_DONTNEED)
    }

    /// For whoever handles signals of their own: files that are mapped already are guarded again before these.
    public static func guardBeforeOthers() { cm_stand_first() }

    deinit {
        cm_unguard(guardNumber)
        if stream == nil, let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }

    public func checkWhole() throws {
        guard isMostlyHoles else { return }
        throw Complaint(
            path, expected: "a file that is whole", found: "\(original.allocated) of its \(original.size) bytes on the disk",
            remedy: "fetch it again, its download may have broken off")
    }

    /// - Throws: `Complaint` where the file was cut short or written over since it was opened. A file that another one has taken the name of
    ///   is still mapped as it was.
    public func checkIntact() throws {
        guard stream == nil else { return }
        let current = FileStatus(path), isSame = current.map(original.isSameFile) ?? false
        let wasWritten = isSame && current.map { !$0.isUnchanged(since: original) } ?? false
        guard cm_is_broken(guardNumber) != 0 || wasWritten else { return }
        throw Complaint(
            path, expected: "the file as it was when it was opened",
            found: isSame && current?.size ?? 0 < original.size
                ? "it was cut short meanwhile, to \(current?.size ?? 0) bytes"
                : wasWritten ? "it was written over meanwhile" : "a part that cannot be read any more",
            remedy: "open it again when it is complete")
    }
}
