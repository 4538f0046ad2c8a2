import Foundation

/// Writes a file whole or not at all: into a temporary file of the same folder, then renamed.
package enum WholeFile {
    /// `body` calls its argument with the bytes to append, as often as it likes.
    /// - Throws: `Complaint` where something cannot be written, or whatever `body` throws; the temporary file is removed.
    package static func write(to url: URL, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        func refused(_ found: String) -> Complaint {
            Complaint(url.path, expected: "a place where a file can be written", found: found, remedy: "name another file or free some space")
        }
        let folder = url.deletingLastPathComponent().path
        var template = FileName.bytes("\(folder)/.\(url.lastPathComponent.prefix(50)).XXXXXX").map { CChar(bitPattern: $0) } + [0]
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw refused(String(cString: strerror(errno))) }
        var renamed = false
        defer { if !renamed { unlink(template) } }
        do {
            defer { close(descriptor) }
            try body { bytes in
                var rest = bytes
                while let base = rest.baseAddress, rest.count > 0 {
                    let written = Foundation.write(descriptor, base, min(rest.count, 1 << 30))
                    if written < 0, errno == EINTR { continue }
                    guard written > 0 else { throw refused(String(cString: strerror(errno))) }
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                }
            }
            // A temporary file is private; the result has the rights that a new file usually has.
            fchmod(descriptor, 0o644)
        }
        guard FileName.withPath(url.path, { rename(template, $0) }) == 0 else { throw refused(String(cString: strerror(errno))) }
        renamed = true
    }
}
