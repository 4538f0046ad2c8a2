import Foundation

/// A file mapped read-only into memory. Pages are loaded when touched and shared between processes.
public final class MappedFile: ByteStorage {
    public let path: String
    nonisolated(unsafe) public let bytes: UnsafeRawBufferPointer

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
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw Complaint(path, expected: "a file that can be mapped into memory", found: String(cString: strerror(errno)), remedy: "free some address space")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: Int(status.st_size))
    }

    /// Gives back the memory of a part that is not needed again soon: a long file that is read through once does not fill it. What is
    /// read there later is loaded anew.
    func forget(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let base = bytes.baseAddress, page > 0, range.upperBound <= bytes.count else { return }
        let start = range.lowerBound / page * page
        madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_DONTNEED)
    }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }
}
