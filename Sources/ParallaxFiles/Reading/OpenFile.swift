import Foundation

/// A file that is open for reading. Whatever stands in its place is told by its type, asked of the descriptor itself, and nothing is waited for.
final class OpenFile {
    let path: String
    let descriptor: Int32
    let status: FileStatus
    /// Whether it is read once, from front to back, and does not say how long it is.
    let isStream: Bool

    /// - Parameter streams: whether a pipe, a terminal or a socket may stand in the place of a file.
    /// - Throws: `Complaint` where there is nothing, it may not be read, or it is no file (nor a stream, where one may stand there).
    init(_ path: String, streams: Bool = false) throws {
        func refused(_ found: String, _ remedy: String = "check the path and its permissions") -> Complaint {
            Complaint(path, expected: "a readable file", found: found, remedy: remedy)
        }
        if let absence = FileSystem.absence(path) { throw refused(absence) }
        // Merely to open a device can do something to it.
        if let status = FileStatus(path) { try Self.check(status, path, streams: streams) }
        var descriptor = FileName.withPath(path) { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) } ?? -1
        if descriptor < 0, errno == ENXIO, let number = Self.inherited(path) { descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3) }
        guard descriptor >= 0 else { throw refused(FileSystem.reason(errno, path)) }
        do {
            guard let status = FileStatus(descriptor: descriptor) else { throw refused(FileSystem.reason(errno, path)) }
            try Self.check(status, path, streams: streams)
            // Files of the kernel's own say that they are empty, and are not.
            var byte: UInt8 = 0
            let isUnsized = status.kind == .file && status.size == 0 && pread(descriptor, &byte, 1, 0) != 0
            guard streams || !isUnsized else { throw refused("a file that does not say its size, as those below /proc", Self.remedy) }
            (self.path, self.descriptor, self.status) = (path, descriptor, status)
            isStream = status.kind != .file || isUnsized
            RunLog.note("file.open", ["path": path, "bytes": status.size])
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private static let remedy = "write what it gives into a file and name that"

    /// The empty device; opening it does nothing and reading it ends.
    private static let null = FileStatus("/dev/null")

    private static func check(_ status: FileStatus, _ path: String, streams: Bool) throws {
        switch status.kind {
        case .file: return
        case .folder: throw Complaint(path, expected: "a readable file", found: "a folder", remedy: "name a file in it")
        case .pipe, .socket, .terminal: if streams { return }
        case .device:
            // Whether a device is a terminal only its descriptor says.
            if streams, null.map(status.isSameFile) ?? false || isTerminal(path) { return }
        }
        throw Complaint(path, expected: "a readable file", found: status.kind.words, remedy: remedy)
    }

    private static func isTerminal(_ path: String) -> Bool {
        if let number = inherited(path) { return isatty(number) == 1 }
        // Not the machine's own consoles and serial lines: opening those may wait.
        return path == "/dev/tty" || path.hasPrefix("/dev/pts/")
    }

    /// The descriptor that `/dev/stdin`, `/dev/fd/7` and `/proc/self/fd/7` name.
    private static func inherited(_ path: String) -> Int32? {
        if path == "/dev/stdin" { return 0 }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) { return Int32(foreign: path.dropFirst(folder.count)) }
        return nil
    }

    /// Whether most of a large file is not on the disk: it has holes, which read as zeros. A download that broke off leaves such files.
    var isMostlyHoles: Bool {
        guard !isStream, status.size > Self.felt, status.allocated < status.size / 16 else { return false }
        // A file system that packs what it holds has few bytes for many, but no holes.
        let hole = lseek(descriptor, 0, Self.seekHole)
        return hole >= 0 && hole < status.size
    }

    /// Linux' SEEK_HOLE.
    private static let seekHole: Int32 = 4
    /// Smaller files do no harm.
    private static let felt = 16 << 20

    /// All bytes of a small file.
    /// - Throws: `Complaint` where it has more than `limit`, or cannot be read to its end.
    func contents(atMost limit: Int) throws -> Data {
        func tooLong(_ found: String) -> Complaint {
            Complaint(path, expected: "a file of at most \(limit) bytes", found: found, remedy: "check that this is the right file")
        }
        guard status.size <= limit else { throw tooLong("\(status.size)") }
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Complaint(path, expected: "a readable file", found: FileSystem.reason(errno, path), remedy: "check the file system")
            }
            guard count > 0 else { return data }
            // It may grow while it is read.
            guard data.count + count <= limit else { throw tooLong("more") }
            data.append(contentsOf: chunk[..<count])
        }
    }
}

extension FileSystem {
    /// A small file, read whole.
    /// - Throws: `Complaint` where it is no file, cannot be read, or is larger than `limit` bytes.
    package static func contents(of path: String, atMost limit: Int) throws -> Data { try OpenFile(path).contents(atMost: limit) }
}
