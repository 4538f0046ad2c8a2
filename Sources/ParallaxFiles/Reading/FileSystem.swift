import Foundation

/// What lies where: the only place that asks the file system, beside ``OpenFile``, which reads it.
public enum FileSystem {
    public static func exists(_ path: String) -> Bool { FileStatus(path) != nil }

    public static func isFolder(_ path: String) -> Bool { FileStatus(path)?.kind == .folder }

    /// Why there is nothing at a path, as "found …"; nil where there is something.
    public static func absence(_ path: String) -> String? {
        guard !path.isEmpty else { return "an empty name" }
        var status = stat()
        guard let result = FileName.withPath(path, { stat($0, &status) }) else { return "a name that holds a NUL" }
        return result == 0 ? nil : reason(errno, path)
    }

    package static let nothing = "nothing of that name"

    /// What the kernel says about a path, in words.
    static func reason(_ error: Int32, _ path: String) -> String {
        switch error {
        case ENOENT: FileSystem.link(path).map { "a link to \(FileName.shown($0).shortened), where there is nothing" } ?? nothing
        case ELOOP: "links that lead in a circle"
        case EACCES, EPERM: "something that may not be read"
        case ENAMETOOLONG: "a name that is longer than names of files can be"
        case ENOTDIR: "a file where its path has a folder"
        default: String(cString: strerror(error))
        }
    }

    /// Why what somebody named is not there, as "found …".
    package static func named(_ name: String, _ absence: String) -> String {
        name.isEmpty ? absence : "\"\(name.shortened)\", \(absence == nothing ? "which is not there" : absence)"
    }

    /// What a symbolic link holds; nil for anything else.
    static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4097)
        let count = FileName.withPath(path) { readlink($0, &target, target.count - 1) } ?? -1
        return count > 0 ? FileName.text(target) : nil
    }

    /// A path without links; nil where there is nothing.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = FileName.withPath(path, { realpath($0, nil) }) ?? nil else { return nil }
        defer { free(resolved) }
        return FileName.text(resolved)
    }

    package static func status(_ path: String) -> stat? {
        var status = stat()
        return FileName.withPath(path, { stat($0, &status) }) == 0 ? status : nil
    }

    /// A folder of more names is no checkpoint and no set of labels, and its names alone would fill the memory.
    public static let mostNames = 200_000

    /// The names in a folder, sorted; those that begin with a full stop only where `hidden`.
    /// - Throws: `Complaint` where it is no folder, may not be read, or holds more than `mostNames` names.
    public static func names(in folder: String, hidden: Bool = false) throws -> [String] {
        func refused(_ found: String) -> Complaint {
            Complaint(folder, expected: "a folder that can be read", found: found, remedy: "check the path and its permissions")
        }
        let descriptor = FileName.withPath(folder) { open($0, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC) } ?? -1
        guard descriptor >= 0, let stream = fdopendir(descriptor) else {
            let error = errno
            if descriptor >= 0 { close(descriptor) }
            throw refused(absence(folder) ?? (error == ENOTDIR ? "a file" : reason(error, folder)))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            let text = FileName.text(name.assumingMemoryBound(to: CChar.self))
            if text == "." || text == ".." || (!hidden && text.hasPrefix(".")) { continue }
            guard names.count < mostNames else {
                throw Complaint(
                    folder, expected: "a folder of at most \(mostNames) names", found: "one of more",
                    remedy: "name the file or the folder in it that is meant")
            }
            names.append(text)
        }
        return names.sorted()
    }
}

extension URL {
    package var isFolder: Bool { FileSystem.isFolder(path) }

    /// Whether there is something that may be looked at.
    package var isThere: Bool { FileSystem.exists(path) }

    /// A path as a person writes it: `~` is the home folder and `~name` somebody's, a relative one belongs to `folder`.
    package init(person path: String, relativeTo folder: URL) {
        let expanded = Host.expandingHome(path)
        self = (expanded.hasPrefix("/") ? URL(filePath: expanded) : folder.appending(path: expanded)).standardizedFileURL
    }
}

/// What is at a path, or behind a descriptor: its kind, and what tells it from another file and from its later self.
public struct FileStatus: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case file, folder, pipe, socket, terminal, device

        /// For sentences.
        package var words: String {
            switch self {
            case .file: "a file"
            case .folder: "a folder"
            case .pipe: "a pipe"
            case .socket: "a socket"
            case .terminal: "a terminal"
            case .device: "a device"
            }
        }
    }

    public let kind: Kind
    /// Bytes, of a file.
    public let size: Int
    /// Bytes that the disk holds of it.
    let allocated: Int
    let device: UInt64
    let number: UInt64
    package let seconds: Int
    package let nanoseconds: Int

    init(_ status: stat, isTerminal: Bool = false) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFIFO: kind = .pipe
        case S_IFSOCK: kind = .socket
        default: kind = isTerminal ? .terminal : .device
        }
        size = Int(clamping: status.st_size)
        allocated = Int(clamping: status.st_blocks).multipliedReportingOverflow(by: 512).partialValue
        device = UInt64(wide: status.st_dev)
        number = UInt64(wide: status.st_ino)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// What a descriptor is open on; nil where it is closed.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status, isTerminal: status.st_mode & S_IFMT == S_IFCHR && isatty(descriptor) == 1)
    }

    /// What is at a path, links followed; nil where there is nothing, or nothing that may be looked at (``FileSystem/absence(_:)`` says which).
    public init?(_ path: String) {
        var status = stat()
        guard FileName.withPath(path, { stat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }

    /// Whether it is the same file, not written since.
    func isUnchanged(since other: FileStatus) -> Bool {
        isSameFile(as: other) && size == other.size && seconds == other.seconds && nanoseconds == other.nanoseconds
    }

    public func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}
