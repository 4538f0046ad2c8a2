import Foundation

/// A folder in the person's cache in which every file has the name that the program gave it: a fingerprint and what it is.
package struct CacheFolder: Sendable {
    package struct Entry: Sendable {
        package let url: URL
        package let bytes: Int
        package let written: Date
    }

    package let url: URL
    private let suffix: String

    /// - Parameter suffix: of its files, without the dot.
    package init(_ url: URL, suffix: String) {
        self.url = url
        self.suffix = suffix
    }

    /// Its files, the latest first; whatever else lies there is not ours.
    /// - Throws: `Complaint` where the folder is there and cannot be read.
    package func entries() throws -> [Entry] {
        guard FileSystem.isFolder(url.path) else { return [] }
        let found = try FileSystem.names(in: url.path).compactMap { name -> Entry? in
            let file = url.appending(path: name)
            guard isOurs(name), let status = FileStatus(file.path), status.kind == .file else { return nil }
            return Entry(url: file, bytes: status.size, written: Date(timeIntervalSince1970: Double(status.seconds)))
        }
        return found.sorted { ($0.written, $0.url.path) > ($1.written, $1.url.path) }
    }

    private func isOurs(_ name: String) -> Bool {
        guard name.hasSuffix(".\(suffix)") else { return false }
        let stem = name.dropLast(suffix.count + 1)
        return stem.count >= 16 && stem.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    /// Removes a file, unless a run is at work on it.
    /// - Returns: why it stays; nil where it is gone.
    package func remove(_ entry: Entry) -> String? {
        do throws(GrowingFile.Refusal) {
            return try GrowingFile(entry.url).remove()
        } catch {
            return switch error {
            case .held: "a run is at work on it"
            case .readOnly(let words), .impossible(let words): words
            }
        }
    }
}
