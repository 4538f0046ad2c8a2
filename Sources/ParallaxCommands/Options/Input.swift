import Foundation
import ParallaxCompute

/// What people give by name: a file, or `-` for stdin.
enum Input {
    static func url(_ path: String) -> URL { URL(person: path, relativeTo: URL(filePath: FileManager.default.currentDirectoryPath)) }

    static func read(_ name: String) throws -> Data {
        if name == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        let url = url(name)
        func refused(_ found: String) -> Complaint { Complaint(name, expected: "a readable file", found: found, remedy: "check the path") }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { throw refused("none of that name") }
        guard !isFolder.boolValue else { throw refused("a folder") }
        guard let data = try? Data(contentsOf: url) else { throw refused("one that may not be read") }
        return data
    }

    /// A text given literally (`-`: stdin) or by a file.
    static func string(text: String?, file: String?) throws -> String {
        if let text, text != "-" { return text }
        let name = file ?? "-"
        guard let string = String(data: try read(name), encoding: .utf8) else {
            throw Complaint(name == "-" ? "stdin" : name, expected: "text in UTF-8", found: "other bytes", remedy: "convert the file")
        }
        return string
    }

    /// What stdin holds as a file, while `body` runs: tensors and documents are mapped into memory, and a pipe cannot be.
    static func withStandardInput<T>(as name: String, _ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try read("-").write(to: file)
        do {
            return try body(file)
        } catch let complaint as Complaint {
            func named(_ text: String) -> String { text.replacing(file.path, with: "stdin") }
            throw Complaint(named(complaint.subject), expected: complaint.expected, found: complaint.found, remedy: named(complaint.remedy))
        }
    }

    /// A residual site's number, or a hook name.
    static func site(_ text: String) throws -> Site {
        if let number = Int(text), (0..<100_000).contains(number) { return .residual(number) }
        return try Site(hookName: text)
    }

    /// Rows like "0-9,12" of a table of `count`.
    static func rows(_ text: String?, count: Int, option: String = "--rows", things: String = "rows") throws -> [Int] {
        guard let text else { return Array(0..<count) }
        return try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last.flatMap({ $0 }), first >= 0, first <= last, last < count else {
                throw Complaint(option, expected: "\(things) from 0 to \(count - 1), like 0-9 or 3,5", found: "\"\(part)\"", remedy: "name \(things) that there are")
            }
            return Array(first...last)
        }
    }
}
