import Foundation

/// Takes the bytes of a file, in order.
package typealias ByteSink = (UnsafeRawBufferPointer) throws -> Void

/// A file that gets its name when it is complete, and not before: whoever is interrupted leaves the old file or none, never half of one.
///
///     let file = try WholeFile(beside: target)       // asks now whether there is a place, before hours of work
///     try file.append(bytes)
///     try file.replace(target)
///
/// Until then it has no name at all where the file system allows that (`O_TMPFILE`), so that even a killed program leaves nothing behind; elsewhere
/// it is a hidden file of the same folder, which is removed when the object goes.
package final class WholeFile {
    private let descriptor: Int32
    /// What complaints name.
    private let path: String
    private let folder: String
    /// nil while it has none.
    private var temporary: String?

    /// - Parameters:
    ///   - path: what the file is going to be called; nothing is done to what has that name now.
    ///   - nameless: false to take the way of file systems without `O_TMPFILE`.
    /// - Throws: `Complaint` where the folder takes no new file.
    package init(beside path: String, nameless: Bool = true) throws {
        self.path = path
        folder = (path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent
        // A file without a name gets one through /proc.
        if nameless, access("/proc/self/fd", X_OK) == 0 {
            let descriptor = FileName.withPath(folder) { open($0, Self.withoutName | O_WRONLY | O_CLOEXEC, 0o666) } ?? -1
            if descriptor >= 0 {
                self.descriptor = descriptor
                return
            }
        }
        let name = Self.hidden(in: folder)
        descriptor = FileName.withPath(name) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) } ?? -1
        guard descriptor >= 0 else { throw Self.refused(path, errno) }
        temporary = name
    }

    deinit {
        close(descriptor)
        if let temporary { _ = FileName.withPath(temporary) { unlink($0) } }
    }

    /// The kernel's `__O_TMPFILE`, the same number on all processors, with the flag that makes older kernels refuse it.
    private static let withoutName: Int32 = 0o20_000_000 | O_DIRECTORY

    private static func hidden(in folder: String) -> String {
        "\(folder)/.parallax-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    private static func refused(_ path: String, _ number: Int32) -> Complaint {
        Complaint(
            path, expected: "a place where a file can be written", found: String(cString: strerror(number)),
            remedy: "name another file or free some space")
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws { try Self.write(bytes, to: descriptor) { Self.refused(path, $0) } }

    /// Writes all of the bytes, however many calls that takes.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, refused: (Int32) -> Complaint) throws {
        var rest = bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let written = Foundation.write(descriptor, base, min(rest.count, 1 << 30))
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw refused(errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Takes the name of the path that it was made for, also where a file has it now; that one is gone then.
    /// - Parameter mode: the rights of the file that is replaced; nil leaves those that a new file has by the umask.
    package func replace(mode: mode_t? = nil) throws {
        if let mode { fchmod(descriptor, mode & 0o7777) }
        try secure()
        let name = try named()
        guard Self.twoPaths(name, path, rename) == 0 else { throw Self.refused(path, errno) }
        temporary = nil
        secureFolder()
        RunLog.note("file.write", ["path": path])
    }

    /// Takes the name of the path that it was made for, or another one of the same folder, if nothing has it.
    /// - Returns: false where something does; nothing is changed then.
    package func create(as path: String? = nil) throws -> Bool {
        let path = path ?? self.path
        try secure()
        let isLinked = temporary.map { Self.twoPaths($0, path, link) == 0 } ?? linkNameless(path)
        if !isLinked {
            if errno == EEXIST { return false }
            // File systems without hard links: the name is taken by an empty file first.
            let name = try named(), place = FileName.withPath(path) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) } ?? -1
            guard place >= 0 else {
                if errno == EEXIST { return false }
                throw Self.refused(path, errno)
            }
            close(place)
            guard Self.twoPaths(name, path, rename) == 0 else { throw Self.refused(path, errno) }
            temporary = nil
        }
        secureFolder()
        return true
    }

    /// On the disk, not in memory: a name must never come to stand for less than the file.
    private func secure() throws {
        while fsync(descriptor) != 0 {
            if errno == EINTR { continue }
            // Some file systems cannot: what they have is all there is.
            if errno == EINVAL || errno == EROFS || errno == ENOTSUP { return }
            throw Self.refused(path, errno)
        }
    }

    private func secureFolder() {
        let place = FileName.withPath(folder) { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } ?? -1
        guard place >= 0 else { return }
        fsync(place)
        close(place)
    }

    /// The hidden name, which it gets now if it has none.
    private func named() throws -> String {
        if let temporary { return temporary }
        let name = Self.hidden(in: folder)
        guard linkNameless(name) else { throw Self.refused(path, errno) }
        temporary = name
        return name
    }

    private func linkNameless(_ name: String) -> Bool {
        FileName.withPath(name) { linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, Int32(clamping: AT_SYMLINK_FOLLOW)) } == 0
    }

    private static func twoPaths(_ from: String, _ to: String, _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32) -> Int32 {
        (FileName.withPath(from) { from in FileName.withPath(to) { call(from, $0) } } ?? nil) ?? -1
    }
}

extension WholeFile {
    /// A file of the program's own (a cache, or in tests): written whole, in the place of one that is there. Where a person names the place, it is
    /// an `OutputPlace`.
    /// - Throws: `Complaint` where something cannot be written, or whatever `body` throws; then nothing has changed.
    package static func write(to url: URL, _ body: (ByteSink) throws -> Void) throws {
        let file = try WholeFile(beside: url.path)
        try body(file.append)
        try file.replace()
    }
}
