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
    private let original: Identity

    /// - Throws: `Complaint` where the file cannot be opened or is no regular file.
    public init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Complaint(path, expected: "a readable file", found: String(cString: strerror(errno)), remedy: "check the path and its permissions")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Complaint(path, expected: "a regular file", found: "something else (a folder or a device)", remedy: "name the file itself")
        }
        self.path = path
        original = Identity(status)
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            guardNumber = -1
            return
        }
        guard let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw Complaint(path, expected: "a file that can be mapped into memory", found: String(cString: strerror(errno)), remedy: "free some address space")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: Int(status.st_size))
        guardNumber = cm_guard(base, bytes.count)
    }

    /// Gives back the memory of a part that is not needed again soon: a long file that is read through once does not fill it. What is
    /// read there later is loaded anew.
    func forget(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let base = bytes.baseAddress, page > 0, range.upperBound <= bytes.count else { return }
        let start = range.lowerBound / page * page
        madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_DONTNEED)
    }

    /// For whoever handles signals of their own: files that are mapped already are guarded again before these.
    public static func guardBeforeOthers() { cm_stand_first() }

    deinit {
        cm_unguard(guardNumber)
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }

    /// - Throws: `Complaint` where the file was cut short or written over since it was opened. A file that another one has taken the name of
    ///   is still mapped as it was.
    public func checkIntact() throws {
        var status = stat()
        let isThere = stat(path, &status) == 0, current = Identity(status)
        let wasWritten = isThere && current.number == original.number && current != original
        guard cm_is_broken(guardNumber) != 0 || wasWritten else { return }
        throw Complaint(
            path, expected: "the file as it was when it was opened",
            found: isThere && current.size < original.size ? "it was cut short meanwhile, to \(current.size) bytes" : wasWritten ? "it was written over meanwhile" : "a part that cannot be read any more",
            remedy: "open it again when it is complete")
    }

    /// What tells a file from its later self.
    private struct Identity: Equatable {
        let number: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        init(_ status: stat) {
            number = UInt64(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }
}
