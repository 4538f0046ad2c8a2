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
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "\(plain(problem)) at line \(mark.line), column \(mark.column)"
        case .duplicatedKeysInMapping(let keys, _): "\(keys.sorted().listed()) given twice"
        default: String(describing: error).split(separator: "\n").first.map { String($0).shortened } ?? "damaged text"
        }
    }
}

/// What a YAML text could do to the parser before a single value is read: nesting that exhausts a thread's stack (the parser
/// recurses, with some 3 kB a level), and aliases of aliases whose comparison never ends.
///
/// Both are judged from the text alone and generously: no configuration that people or programs write comes near the limits.
package enum YAMLHazards {
    /// Opening brackets in all: closing ones may stand in quotation marks and close nothing.
    private static let mostBrackets = 400
    /// Block nesting is at most twice the column where its innermost part begins.
    private static let deepestColumn = 100
    /// Lines, and commas where lists and mappings may stand between brackets: about as many values as the parser makes, each of which takes it
    /// some hundred bytes and some microseconds.
    private static let mostValues = 20_000
    /// So few aliases cannot multiply to anything that is felt.
    private static let mostAliases = 32

    /// What is wrong with the text, as "found …"; nil where it can be parsed.
    package static func found(in text: String) -> String? {
        var brackets = 0, column = 0, indented = true
        var anchors = 0, aliases = 0
        var lines = 0, commas = 0
        var before: UInt8 = 0x20, sigil: UInt8 = 0
        for byte in text.utf8 {
            let isName =
                byte > 0x7f || (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
            if isName, sigil == UInt8(ascii: "&") { anchors += 1 }
            if isName, sigil == UInt8(ascii: "*") { aliases += 1 }
            sigil = (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")) && before != byte ? byte : 0
            before = byte
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                (column, indented) = (0, true)
                lines += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
                column += 1
                if indented, column > deepestColumn { return "text that begins after column \(deepestColumn)" }
            default:
                indented = false
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { brackets += 1 }
                if brackets > mostBrackets { return "more than \(mostBrackets) brackets" }
                if byte == UInt8(ascii: ","), brackets > 0 { commas += 1 }
            }
        }
        if lines + commas > mostValues { return "more than \(mostValues) lines and values" }
        return anchors > 0 && aliases > mostAliases ? "anchors with more than \(mostAliases) aliases" : nil
    }
}
