import Foundation
import Synchronization

/// What a pipe, a terminal or a socket gave until its end.
///
/// It gives everything once. What it gave is kept, so that whoever opens the same one again reads the same: a file is often looked at before
/// it is read.
final class StreamBytes: ByteStorage {
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let reserved: Int

    private static let kept = Mutex<[(path: String, status: FileStatus, bytes: StreamBytes)]>([])

    /// - Throws: `Complaint` where it gives more than `limit` bytes, nobody writes into it, or it breaks off.
    static func of(_ file: OpenFile, atMost limit: Int) throws -> StreamBytes {
        if let bytes = kept.withLock({ $0.first { $0.path == file.path && $0.status.isSameFile(as: file.status) }?.bytes }) { return bytes }
        let bytes = try StreamBytes(file, atMost: limit)
        kept.withLock { $0.append((file.path, file.status, bytes)) }
        return bytes
    }

    private init(_ file: OpenFile, atMost limit: Int) throws {
        // Addresses for all of it; memory is taken as it is filled, so nothing is copied when it grows.
        let room = limit + 1
        guard let base = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), base != MAP_FAILED
        else {
            throw Complaint(
                file.path, expected: "memory for what \(file.status.kind.words) gives", found: String(cString: strerror(errno)),
                remedy: "free some memory")
        }
        do {
            let target = UnsafeMutableRawBufferPointer(start: base, count: room)
            let count = try Stream(file.descriptor, file.path).fill(target)
            guard count <= limit else {
                throw Complaint(
                    file.path, expected: "at most \(limit) bytes", found: "\(file.status.kind.words) that gives more",
                    remedy: "write the part that is meant into a file")
            }
            bytes = UnsafeRawBufferPointer(start: base, count: count)
            reserved = room
        } catch {
            munmap(base, room)
            throw error
        }
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), reserved) }
}

/// Reads a descriptor that may have nothing to give yet.
package struct Stream {
    private let descriptor: Int32
    private let path: String

    /// Nobody who means to write into a pipe takes longer to open it.
    private static let patience: Int32 = 10_000

    /// The kernel calls some of what it makes up a file (/proc/kmsg), and that has no end: a file is not waited for.
    private let isFile: Bool

    package init(_ descriptor: Int32, _ path: String) {
        (self.descriptor, self.path) = (descriptor, path)
        var status = stat()
        isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// stdin.
    package static let standardInput = Stream(STDIN_FILENO, "stdin")

    /// Reads until the end of the stream or of the target.
    /// - Returns: bytes that were read.
    /// - Throws: `Complaint` where nobody writes, or reading fails.
    package func fill(_ target: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < target.count, let base = target.baseAddress {
            let count = try next(UnsafeMutableRawBufferPointer(start: base + filled, count: target.count - filled))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// What comes next, at least a byte; 0 at the end.
    private func next(_ target: UnsafeMutableRawBufferPointer) throws -> Int {
        var isLate = false
        while true {
            var source = pollfd(fd: descriptor, events: Int16(clamping: POLLIN), revents: 0)
            let ready = isFile ? 1 : poll(&source, 1, isLate ? -1 : Self.patience)
            if ready < 0, errno == EINTR { continue }
            let count = read(descriptor, target.baseAddress, target.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                if isFile { throw refused("a file that has to be waited for") }
                isLate = true
                continue
            }
            guard count >= 0 else { throw refused(FileSystem.reason(errno, path)) }
            // A pipe into which somebody may still write has nothing to read, but no end either: only without a writer it seems to end.
            if count == 0, ready == 0, poll(&source, 1, 0) == 0 { throw refused("a pipe into which nobody writes") }
            return count
        }
    }

    private func refused(_ found: String) -> Complaint {
        Complaint(path, expected: "something to read until its end", found: found, remedy: "check what writes into it")
    }

    /// Everything, piece by piece.
    /// - Throws: `Complaint` where reading fails, or whatever `body` throws.
    package func eachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = try next(piece)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }
}
