import Foundation

/// Where a person wants a result: looked at and opened before the work starts, so that nobody computes for hours to hear that there is no such folder.
///
/// A file is written whole (`WholeFile`): a link is followed and what it leads to is replaced. What can only be streamed into (a FIFO, `/dev/stdout`,
/// `>(…)`) is never renamed over. Folders, other devices, files that the same run reads and files of another kind are refused.
package final class OutputPlace {
    private enum Way {
        case whole(WholeFile, mode: mode_t?)
        case stream(Int32)
    }

    /// As the person wrote it.
    package let name: String
    private let way: Way

    /// - Parameters:
    ///   - path: absolute, or relative to the current folder.
    ///   - name: what complaints call it, as the person wrote it.
    ///   - kind: what is written; a file of another kind is replaced only with `force`.
    ///   - taken: files and folders that the same run reads, or writes something else to. A file inside such a folder is never replaced.
    /// - Throws: `Complaint` where nothing can or may be written there; nothing has changed then.
    package init(_ path: String, name: String, kind: OutputKind, taken: [FileIdentity], force: Bool) throws {
        self.name = name
        let refusal = Refusal(name: name)
        switch try FilePlace.untaken(path, taken: taken, or: refusal) {
        case .stream(let descriptor):
            guard kind.isText || isatty(descriptor) == 0 else {
                close(descriptor)
                throw refusal("a file for \(kind.name)", "a terminal", "name a file, or send it into a pipe")
            }
            way = .stream(descriptor)
        case .nothing(let target): way = .whole(try refusal.naming { try WholeFile(beside: target) }, mode: nil)
        case .file(let target, let status):
            guard FileName.withPath(target, { access($0, W_OK) }) == 0 else {
                throw refusal("a file that may be written", String(cString: strerror(errno)))
            }
            guard force || status.st_size == 0 || kind.recognises(URL(filePath: target)) else {
                throw refusal("\(kind.name) to replace, or no file at all", "a file of another kind", "name another file, or say --force")
            }
            way = .whole(try refusal.naming { try WholeFile(beside: target) }, mode: status.st_mode)
        }
    }

    /// Asks the same of a file that is not written whole but grows: what is there must be of its kind (it is continued, never replaced), else there
    /// must be room for a new one. One that is complete may stand where nothing can be written.
    package static func check(growing path: String, name: String, kind: OutputKind, taken: [FileIdentity]) throws {
        let refusal = Refusal(name: name)
        switch try FilePlace.untaken(path, taken: taken, or: refusal) {
        case .stream(let descriptor):
            close(descriptor)
            throw refusal("a file that can be read again", "a stream")
        case .nothing(let target): _ = try refusal.naming { try WholeFile(beside: target) }
        case .file(let target, let status):
            guard status.st_size == 0 || kind.recognises(URL(filePath: target)) else {
                throw refusal("\(kind.name) to continue, or no file at all", "a file of another kind")
            }
        }
    }

    /// Complaints about one place, under the name that the person gave it.
    struct Refusal {
        let name: String

        func callAsFunction(_ expected: String, _ found: String, _ remedy: String = "name another file") -> Complaint {
            Complaint(name, expected: expected, found: found, remedy: remedy)
        }

        func naming<T>(_ body: () throws -> T) throws -> T {
            do { return try body() } catch let complaint as Complaint {
                throw Complaint(name, expected: complaint.expected, found: complaint.found, remedy: complaint.remedy)
            }
        }
    }

    deinit { if case .stream(let descriptor) = way { close(descriptor) } }

    /// Writes the result. Where it is a file, it is there, whole, when this returns; until then what was there still is.
    /// - Throws: `Complaint` where it cannot be written, or whatever `body` throws.
    package func write(_ body: (ByteSink) throws -> Void) throws {
        let refusal = Refusal(name: name)
        switch way {
        case .stream(let descriptor):
            try body { bytes in
                try WholeFile.write(bytes, to: descriptor) {
                    refusal("a place that takes the result", String(cString: strerror($0)), "free some space, or read all of it")
                }
            }
        case .whole(let file, let mode):
            try body { bytes in try refusal.naming { try file.append(bytes) } }
            try refusal.naming { try file.replace(mode: mode) }
        }
    }
}

/// What a command writes, and how a file is recognised as something that it may replace: one of the same kind that was written before.
package struct OutputKind: Sendable {
    /// "a safetensors file".
    package let name: String
    /// Whether its bytes would be rubbish on a terminal.
    package let isText: Bool
    /// Whether the file at a path is of this kind; anything may be there.
    package let recognises: @Sendable (URL) -> Bool

    package init(_ name: String, isText: Bool, recognises: @escaping @Sendable (URL) -> Bool) {
        self.name = name
        self.isText = isText
        self.recognises = recognises
    }

    package static let tensors = OutputKind("a safetensors file", isText: false) { (try? SafetensorsFile($0.path)) != nil }

    /// One page of HTML.
    package static let page = OutputKind("an HTML page", isText: true) { url in
        let start = String(decoding: beginning(of: url, 512), as: UTF8.self).lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// Objects of JSON, one a line.
    package static let lines = OutputKind("lines of JSON", isText: true) { url in
        let start = beginning(of: url, 1 << 20)
        return (try? JSONSerialization.jsonObject(with: Data(start.prefix { $0 != 0x0a }))) is [String: Any]
    }

    /// What a JSON object says under a key; nil for anything else.
    package static func stated(_ url: URL, _ key: String) -> String? {
        (try? MappedFile.reading(url.path) { BoundedJSON.stated(key, in: $0) }) ?? nil
    }

    /// The first bytes of a file; none where it cannot be read.
    package static func beginning(of url: URL, _ count: Int) -> [UInt8] {
        (try? MappedFile.reading(url.path) { Array($0.prefix(count)) }) ?? []
    }
}
