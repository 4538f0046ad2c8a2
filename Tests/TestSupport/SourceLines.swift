import Foundation

/// The lines of the program's own sources, for rules that no compiler knows.
package enum SourceLines {
    package struct Missing: Error {}

    /// Calls `body` with every line of code that is no comment, and its place as "Module/Folder/File.swift:12".
    ///
    /// - Parameter isWanted: of the file's path below Sources.
    package static func each(_ isWanted: (String) -> Bool = { _ in true }, _ body: (_ place: String, _ line: Substring) throws -> Void)
        throws
    {
        let root = Places.root.appending(path: "Sources")
        guard let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { throw Missing() }
        let files = found.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        guard files.count > 300 else { throw Missing() }
        for file in files {
            let name = String(file.path.dropFirst(root.path.count + 1))
            guard isWanted("/" + name) else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
                try body("\(name):\(number + 1)", line)
            }
        }
    }
}
