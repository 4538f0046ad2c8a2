import Foundation

/// A file of ours that grows at its end, held for one process at a time: state files and the log of verdicts.
///
///     let file = try GrowingFile(url, waiting: 5)     // found or made, and locked; nobody else's until it is let go
///     try file.append(bytes)                          // all of them, or none
///
/// The lock is `flock` on the file itself, which ends with the process however that ends. On a network file system it holds between machines
/// where that has locks; where it has none, `isLocked` is false, and whoever opens the file should be told so (`noLocks`).
package final class GrowingFile {
    package enum Refusal: Error {
        /// Another process holds it.
        case held
        /// It is there, but neither it nor a file system that is read-only can be written.
        case readOnly(String)
        /// The system's words.
        case impossible(String)
    }

    package let url: URL
    /// Whether it was made just now. Where two make it at the same time, one of them did.
    package let isNew: Bool
    /// Whether the file system has locks.
    package let isLocked: Bool
    private let descriptor: Int32

    /// A file that takes the name of another one again and again is given up after so many.
    private static let attempts = 50

    /// - Parameters:
    ///   - waiting: seconds for another process to let it go.
    ///   - lock: `flock`; a test's own.
    /// - Throws: `Refusal`.
    package init(_ url: URL, waiting: Double = 0, lock: (Int32, Int32) -> Int32 = { flock($0, $1) }) throws(Refusal) {
        for _ in 0..<Self.attempts {
            let (descriptor, isNew) = try Self.open(url.path)
            let isLocked: Bool
            do {
                try Self.checkRegular(descriptor)
                isLocked = try Self.hold(descriptor, waiting, lock)
            } catch {
                close(descriptor)
                throw error
            }
            // Whoever had it before may have put another file in its place meanwhile.
            guard Self.isStill(descriptor, url.path) else {
                close(descriptor)
                continue
            }
            self.url = url
            self.isNew = isNew
            self.isLocked = isLocked
            self.descriptor = descriptor
            return
        }
        throw .held
    }

    deinit { close(descriptor) }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func open(_ path: String) throws(Refusal) -> (descriptor: Int32, isNew: Bool) {
        // Not blocking: a FIFO without a reader would hang, and is refused later.
        let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let made = FileName.withPath(path) { Foundation.open($0, flags | O_CREAT | O_EXCL, 0o666) } ?? -1
        if made >= 0 { return (made, true) }
        let why = errno
        var found = FileName.withPath(path) { Foundation.open($0, flags) } ?? -1
        // A link to nothing yet: the file that it names is made.
        if found < 0, errno == ENOENT, why == EEXIST {
            found = FileName.withPath(path) { Foundation.open($0, flags | O_CREAT, 0o666) } ?? -1
        }
        if found >= 0 { return (found, false) }
        let code = errno == ENOENT ? why : errno
        guard [EACCES, EROFS, EPERM].contains(code), FileName.withPath(path, { access($0, R_OK) }) == 0 else {
            throw .impossible(words(code))
        }
        throw .readOnly(words(code))
    }

    private static func checkRegular(_ descriptor: Int32) throws(Refusal) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .impossible(words(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .impossible("something else than a file") }
    }

    /// - Returns: false where the file system has no locks.
    private static func hold(_ descriptor: Int32, _ waiting: Double, _ lock: (Int32, Int32) -> Int32) throws(Refusal) -> Bool {
        let end = ContinuousClock.now + .seconds(waiting)
        while lock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK:
                guard ContinuousClock.now < end else { throw .held }
                usleep(2000)
            // NFS without a lock service, Lustre mounted without flock, some FUSE file systems.
            case ENOLCK, EOPNOTSUPP, ENOTSUP, ENOSYS, EINVAL: return false
            default: throw .impossible(words(errno))
            }
        }
        return true
    }

    private static func isStill(_ descriptor: Int32, _ path: String) -> Bool {
        var own = stat(), named = stat()
        return fstat(descriptor, &own) == 0 && FileName.withPath(path, { stat($0, &named) }) == 0 && own.st_ino == named.st_ino
            && own.st_dev == named.st_dev
    }

    // MARK: Writing

    /// Bytes in it.
    package var size: Int { max(0, Int(clamping: lseek(descriptor, 0, SEEK_END))) }

    /// The last byte; nil in an empty file.
    package var lastByte: UInt8? {
        var byte: UInt8 = 0
        let size = size
        return size > 0 && pread(descriptor, &byte, 1, size - 1) == 1 ? byte : nil
    }

    /// What stands behind the last line end, where that is no more than so much.
    package func tail(atMost limit: Int) -> Data? {
        let end = size, start = max(0, end - limit - 1)
        var bytes = Data(count: end - start)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(start)) }
        guard count == bytes.count else { return nil }
        if let line = bytes.lastIndex(of: 0x0a) { return Data(bytes[(line + 1)...]) }
        return start == 0 ? bytes : nil
    }

    /// Adds bytes at the end: all of them or none, whatever the disk holds.
    /// - Returns: where they stand.
    /// - Throws: `Refusal.impossible`; the file is as it was.
    @discardableResult
    package func append(_ bytes: Data) throws(Refusal) -> Range<Int> {
        let start = size
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let code = count < 0 ? errno : ENOSPC
                if written > 0, isLocked || size == start + written { ftruncate(descriptor, off_t(start)) }
                throw .impossible(Self.words(code))
            }
            written += count
        }
        let end = size
        return end - written..<end
    }

    /// Takes away what stands behind `end`; where nobody is kept from writing, nothing is taken away.
    package func shorten(to end: Int) {
        if isLocked { ftruncate(descriptor, off_t(end)) }
    }

    /// Writes bytes over those that stand there.
    package func mend(_ bytes: Data, at offset: Int) throws(Refusal) {
        // With O_APPEND set, everything goes to the end.
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_APPEND) == 0 else { return }
        defer { _ = fcntl(descriptor, F_SETFL, flags) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .impossible(Self.words(errno)) }
            written += count
        }
    }

    /// Waits until the disk has it. What cannot be waited for is on its way all the same.
    package func settle() { fdatasync(descriptor) }

    /// Removes the file, which nobody else holds; another file that has its name by now stays.
    /// - Returns: why it stays; nil where it is gone.
    @discardableResult
    package func remove() -> String? {
        guard isLocked else { return "its file system has no locks, so that nobody can say whether a run is at work on it" }
        guard Self.isStill(descriptor, url.path) else { return nil }
        let result = FileName.withPath(url.path) { unlink($0) }
        return result == 0 ? nil : String(cString: strerror(errno))
    }

    /// Removes the file where it was made here and nothing was written into it.
    package func removeIfUnused() {
        if isNew, isLocked, size == 0, Self.isStill(descriptor, url.path) { _ = FileName.withPath(url.path) { unlink($0) } }
    }

    /// Said where `isLocked` is false.
    package var noLocks: Complaint? {
        isLocked
            ? nil
            : Complaint(
                url.path, expected: "a file system with locks",
                found: "one without, so that nothing keeps two runs from writing this file at once",
                remedy: "start one at a time, or keep it on a local disk")
    }
}
