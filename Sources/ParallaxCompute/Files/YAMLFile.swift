import Foundation
import Yams

/// Small YAML files: workspaces, sidecars.
package enum YAMLFile {
    private static let largest = 4 << 20
    /// A few nested aliases stand for billions of nodes, and comparing keys walks through all of them.
    private static let mostAliases = 24

    /// The root node; nil for a file without content.
    /// - Throws: `Complaint` where the file cannot be read, is far too large or is no YAML.
    package static func node(_ url: URL) throws -> Node? {
        let file = try MappedFile(url.path)
        func complaint(_ found: String) -> Complaint {
            Complaint(url.path, expected: "a YAML file", found: found, remedy: "correct the file or name another")
        }
        guard file.bytes.count <= largest else { throw complaint("\(file.bytes.count) bytes") }
        guard aliases(file.bytes) <= mostAliases else { throw complaint("more than \(mostAliases) aliases") }
        do {
            return try Yams.compose(yaml: String(decoding: file.bytes, as: UTF8.self))
        } catch let error as YamlError {
            throw complaint(sentence(error))
        }
    }

    /// How many words look like an alias (`*name`), where any word looks like an anchor (`&name`).
    private static func aliases(_ bytes: UnsafeRawBufferPointer) -> Int {
        var anchors = 0, aliases = 0
        var before = UInt8(ascii: "\n")
        for byte in bytes {
            if before <= 0x20 || before == UInt8(ascii: "[") || before == UInt8(ascii: "{") || before == UInt8(ascii: ",") {
                if byte == UInt8(ascii: "&") { anchors += 1 }
                if byte == UInt8(ascii: "*") { aliases += 1 }
            }
            before = byte
        }
        return anchors > 0 ? aliases : 0
    }

    private static func sentence(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _): "\(problem) at line \(mark.line)"
        default: String(describing: error).split(separator: "\n").first.map { String($0).shortened } ?? "damaged text"
        }
    }
}
