import Foundation

/// The program itself: what a finding, a log and a crash report say of who made them.
public enum ThisProgram {
    public static let version = "0.1.0"

    /// The running file's checksum, which tells one build from another; nil where it cannot be read.
    public static var checksum: String? { Host.executable.flatMap { FileChecksum.of($0) } }

    /// The commit that is checked out where the program was built; nil where it lies elsewhere. A build may be older than what is checked out: the checksum
    /// tells builds apart, the commit says where to look first. A build plugin could not ask git without leaving its sandbox.
    public static var commit: String? { Host.executable.flatMap { commit(above: $0) } }

    /// - Parameter executable: its folders are looked through upwards, for a repository whose package is this program's.
    package static func commit(above executable: URL) -> String? {
        var folder = executable.deletingLastPathComponent().standardizedFileURL
        while folder.path.count > 1 {
            if text(folder.appending(path: "Package.swift"))?.contains("name: \"Parallax\"") == true { return head(of: folder) }
            folder = folder.deletingLastPathComponent().standardizedFileURL
        }
        return nil
    }

    private static func head(of repository: URL) -> String? {
        var git = repository.appending(path: ".git")
        // A second work tree has a file there, which says where its folder is.
        if !git.isFolder, let named = text(git)?.split(separator: "\n").first, named.hasPrefix("gitdir: ") {
            git = URL(person: String(named.dropFirst("gitdir: ".count)), relativeTo: repository)
        }
        guard let head = text(git.appending(path: "HEAD"))?.trimmingCharacters(in: .whitespacesAndNewlines) else { return nil }
        guard head.hasPrefix("ref: ") else { return commit(head) }
        let reference = String(head.dropFirst("ref: ".count))
        let shared =
            text(git.appending(path: "commondir")).map { URL(person: $0.trimmingCharacters(in: .whitespacesAndNewlines), relativeTo: git) }
            ?? git
        for place in [git, shared] {
            if let found = text(place.appending(path: reference)).flatMap({ commit($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) {
                return found
            }
        }
        let packed = text(shared.appending(path: "packed-refs"))?.split(separator: "\n").first { $0.hasSuffix(" \(reference)") }
        return packed.flatMap { commit(String($0.prefix { $0 != " " })) }
    }

    private static func commit(_ text: String) -> String? {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
            ? text : nil
    }

    private static func text(_ file: URL) -> String? {
        guard file.isThere, !file.isFolder else { return nil }
        return try? MappedFile.reading(file.path) { $0.count <= longest ? String(decoding: $0, as: UTF8.self) : nil }
    }

    /// Larger ones are no files of git's that say a commit.
    private static let longest = 8 << 20
}

/// What a file holds, in a few characters, read whole: against what changed by accident, not against forgers.
package enum FileChecksum {
    /// "crc32 1a2b3c4d of 5120 bytes"; of a folder that of its files' names and checksums, in their order. Nil where there is nothing that can be read.
    package static func of(_ url: URL) -> String? {
        guard url.isFolder else { return try? MappedFile.reading(url.path) { text(CRC32.checksum($0), $0.count) } }
        guard let names = (try? FileSystem.names(in: url.path))?.sorted(), names.count <= mostFiles else {
            return nil
        }
        var sum: UInt32 = 0
        for name in names {
            let file = url.appending(path: name)
            let line = "\(name) \(file.isFolder ? "folder" : of(file) ?? "unreadable")\n"
            sum = Data(line.utf8).withUnsafeBytes { CRC32.checksum($0, after: sum) }
        }
        return text(sum, names.count, "files")
    }

    /// A folder of more is no part of a workspace that is read file by file.
    private static let mostFiles = 100_000

    private static func text(_ sum: UInt32, _ count: Int, _ unit: String = "bytes") -> String {
        let digits = String(sum, radix: 16)
        return "crc32 \(String(repeating: "0", count: 8 - digits.count))\(digits) of \(count) \(unit)"
    }
}
