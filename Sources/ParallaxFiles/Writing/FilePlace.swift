import Foundation

/// What stands where a person wants to write, with all links followed.
enum FilePlace {
    /// Nothing yet, in a folder that there is.
    case nothing(String)
    case file(String, stat)
    /// Something that takes bytes as they come, open: its descriptor belongs to the caller.
    case stream(Int32)

    /// More links than this in a row are a circle, as for the kernel.
    private static let mostLinks = 40
    /// How long a FIFO waits for its reader.
    private static let patience: Duration = .seconds(10)

    /// - Parameter taken: what the same run reads, or writes something else to.
    /// - Throws: `Complaint` for what is taken, as for what cannot be written to.
    static func untaken(_ path: String, taken: [FileIdentity], or refuse: OutputPlace.Refusal) throws -> FilePlace {
        let place = try following(path, or: refuse)
        switch place {
        case .stream: break
        case .nothing(let target):
            guard !taken.contains(where: { $0.path == target }) else {
                throw refuse("a place of its own for each result", "one that this run writes something else to")
            }
        case .file(let target, let status):
            let own = FileIdentity(path: target, status)
            if taken.contains(where: { $0.isSame(as: own) }) {
                throw refuse("a place of its own for the result", "a file that this run reads or writes something else to")
            }
            if let folder = taken.first(where: { $0.isFolder && target.hasPrefix($0.path + "/") }) {
                throw refuse("a place of its own for the result", "a file of \(folder.path), which this run reads")
            }
        }
        return place
    }

    /// - Throws: `Complaint` for folders, sockets, devices and names that cannot be followed.
    private static func following(_ path: String, or refuse: OutputPlace.Refusal) throws -> FilePlace {
        func refused(_ found: String) -> Complaint { refuse("a file, or a place where one can be written", found) }
        guard !path.isEmpty, !path.utf8.contains(0) else { throw refused("no name") }
        guard !path.hasSuffix("/") else { throw refused("a folder") }
        var path = path
        for _ in 0...mostLinks {
            // Whatever a stream of this process leads to: it is written where it stands, after what is there.
            if let own = streamNumber(path) {
                let copy = fcntl(own, F_DUPFD_CLOEXEC, 3)
                guard copy >= 0 else { throw refused(String(cString: strerror(errno))) }
                return .stream(copy)
            }
            var status = stat()
            guard FileName.withPath(path, { lstat($0, &status) }) == 0 else {
                guard errno == ENOENT else { throw refused(String(cString: strerror(errno))) }
                return .nothing(try resolvedFolder(of: path, refused))
            }
            switch status.st_mode & S_IFMT {
            case S_IFLNK:
                guard let target = FileSystem.link(path) else { throw refused("a link that cannot be followed") }
                path =
                    target.hasPrefix("/")
                    ? target : ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(target)
            case S_IFREG: return .file(try resolvedFolder(of: path, refused), status)
            case S_IFIFO: return .stream(try open(fifo: path, refuse))
            case S_IFDIR: throw refused("a folder")
            case S_IFSOCK: throw refused("a socket")
            default: throw refused("a device")
            }
        }
        throw refused("links in a circle")
    }

    /// The path with its folder's own name, however it was written, so that two names of one place are one.
    private static func resolvedFolder(of path: String, _ refused: (String) -> Complaint) throws -> String {
        guard let resolved = inRealFolder(path) else { throw refused("a folder that is not there (\(String(cString: strerror(errno))))") }
        return resolved
    }

    /// nil where there is no such folder.
    static func inRealFolder(_ path: String) -> String? {
        let parent = (path as NSString).deletingLastPathComponent
        guard let folder = FileSystem.realPath(parent.isEmpty ? "." : parent) else { return nil }
        return (folder as NSString).appendingPathComponent((path as NSString).lastPathComponent)
    }

    /// The number of a stream of this process: `/dev/stdout`, `/dev/fd/63`, `/proc/self/fd/1`.
    private static func streamNumber(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return 1
        case "/dev/stderr": return 2
        default:
            let parts = path.split(separator: "/", omittingEmptySubsequences: true)
            let isOwn =
                parts.starts(with: ["dev", "fd"]) && parts.count == 3
                || parts.count == 4 && parts[0] == "proc" && parts[2] == "fd" && (parts[1] == "self" || parts[1] == "\(getpid())")
            return isOwn ? parts.last.flatMap { Int32(foreign: $0) } : nil
        }
    }

    /// Waits for a reader, but not for ever.
    private static func open(fifo path: String, _ refuse: OutputPlace.Refusal) throws -> Int32 {
        let clock = ContinuousClock(), end = clock.now + patience
        while true {
            let descriptor = FileName.withPath(path) { Glibc.open($0, O_WRONLY | O_NONBLOCK | O_CLOEXEC) } ?? -1
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFL, O_WRONLY)
                return descriptor
            }
            guard errno == ENXIO || errno == EINTR else {
                throw refuse("a pipe that can be written to", String(cString: strerror(errno)), "look at its permissions")
            }
            guard clock.now < end else {
                throw refuse("a pipe that somebody reads", "nobody within \(patience.components.seconds) s", "start its reader first")
            }
            usleep(20_000)
        }
    }
}

/// Which file or folder a path leads to, by whatever name.
package struct FileIdentity: Sendable {
    /// Without links.
    package let path: String
    package let isFolder: Bool
    /// Device and inode; nil for what is not there yet.
    private let number: [UInt64]?

    init(path: String, _ status: stat?) {
        self.path = path
        isFolder = status.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
        number = status.map { [UInt64(wide: $0.st_dev), UInt64(wide: $0.st_ino)] }
    }

    /// What a path leads to now; of something that is not there yet, the place itself.
    package init(_ path: String) {
        if let resolved = FileSystem.realPath(path) {
            self.init(path: resolved, FileSystem.status(path))
        } else {
            self.init(path: FilePlace.inRealFolder(path) ?? path, nil)
        }
    }

    func isSame(as other: FileIdentity) -> Bool { path == other.path || (number != nil && number == other.number) }
}
