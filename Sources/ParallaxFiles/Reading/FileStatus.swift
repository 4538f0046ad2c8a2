import Foundation

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
    func isUnchanged(since other: FileStatus) -> Bool { isSameFile(as: other) && size == other.size && seconds == other.seconds && nanoseconds == other.nanoseconds }

    public func isSameFile(as other: FileStatus) -> Bool { device == other.device && number == other.number }
}
