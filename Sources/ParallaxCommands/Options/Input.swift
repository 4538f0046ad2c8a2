import Foundation
import ParallaxCompute

/// What people give by name: a file, or `-` for stdin.
enum Input {
    static func read(_ name: String) throws -> Data {
        if name == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw Complaint(name, expected: "a readable file", found: "none", remedy: "check the path")
        }
        return data
    }

    /// A text given literally (`-`: stdin) or by a file.
    static func string(text: String?, file: String?) throws -> String {
        if let text, text != "-" { return text }
        let name = file ?? "-"
        guard let string = String(data: try read(name), encoding: .utf8) else {
            throw Complaint(name, expected: "text in UTF-8", found: "other bytes", remedy: "convert the file")
        }
        return string
    }

    /// Rows like "0-9,12" of a table of `count`.
    static func rows(_ text: String?, count: Int) throws -> [Int] {
        guard let text else { return Array(0..<count) }
        return try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last.flatMap({ $0 }), first >= 0, first <= last, last < count else {
                throw Complaint("--rows", expected: "rows from 0 to \(count - 1), like 0-9 or 3,5", found: "\"\(part)\"", remedy: "name rows that the tensor has")
            }
            return Array(first...last)
        }
    }
}
