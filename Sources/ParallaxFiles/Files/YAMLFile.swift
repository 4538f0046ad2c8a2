import Foundation
import Yams

/// Small YAML files: workspaces, sidecars.
package enum YAMLFile {
    private static let largest = 4 << 20

    /// The root node; nil for a file without content.
    /// - Throws: `Complaint` where the file cannot be read, is far too large or is no YAML.
    package static func node(_ url: URL) throws -> Node? {
        func complaint(_ found: String) -> Complaint {
            Complaint(url.path, expected: "a YAML file", found: found, remedy: "correct the file or name another")
        }
        let bytes = try FileSystem.contents(of: url.path, atMost: largest)
        let text = try TextReading.string(bytes, subject: url.path, remedy: "convert the file to UTF-8")
        if let hazard = YAMLHazards.found(in: text) { throw complaint(hazard) }
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw complaint(sentence(error))
        }
    }

    /// libyaml's own words, some of which begin with the word that stands before them in a complaint.
    private static func plain(_ problem: String) -> String { problem.hasPrefix("found ") ? String(problem.dropFirst(6)) : problem }

    private static func sentence(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _): "\(plain(problem)) at line \(mark.line), column \(mark.column)"
        case .duplicatedKeysInMapping(let keys, _): "\(keys.sorted().listed()) given twice"
        default: String(describing: error).split(separator: "\n").first.map { String($0).shortened } ?? "damaged text"
        }
    }
}
