import Foundation
import ParallaxCompute

/// Writes findings of a workspace into files.
struct FindingWriter {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// A finding with the checkpoints that it rests on.
    private struct Document: Encodable {
        var finding: Finding
        /// Fingerprint per checkpoint folder, and per file of explanations.
        var checkpoints: [String: String]
        var workspace: String?
    }

    /// Writes a finding as JSON and as text into the current folder. A file that is there is never overwritten.
    func write(_ finding: Finding) throws -> [String] {
        let safe = finding.document.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        // "site 4 = blocks.3.…": the number says where, and a counter behind it cannot be taken for a place.
        let site = finding.site.split(separator: " ").prefix(2).joined()
        let base = "parallax-\(String(safe.prefix(40)))-token\(finding.position)-\(site)"
        let folder = Host.currentFolder
        var name = base, number = 1
        while folder.appending(path: name + ".json").isThere || folder.appending(path: name + ".txt").isThere {
            number += 1
            name = "\(base) (\(number))"
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(finding: finding, checkpoints: checkpoints(finding), workspace: workspace.file?.path)
        do {
            try encoder.encode(document).write(to: folder.appending(path: name + ".json"), options: .withoutOverwriting)
            try Data(text(finding).utf8).write(to: folder.appending(path: name + ".txt"), options: .withoutOverwriting)
        } catch {
            throw Complaint(folder.path, expected: "a folder in which files can be written", found: "\(error.localizedDescription)", remedy: "start parallax in a folder of yours")
        }
        return [name + ".json", name + ".txt"]
    }

    private func text(_ finding: Finding) -> String {
        var text = "document \(finding.document)   token \(finding.position)   \(finding.site)\n\n\(finding.screen)\n"
        if let words = finding.verbal { text += "\nexplanation (\(words.verbalizer))\n\(words.text)\n" + (words.editedText.map { "\nedited\n\($0)\n" } ?? "") }
        for warning in finding.warnings { text += "\nwarning: \(warning)" }
        return text + "\n"
    }

    private func checkpoints(_ finding: Finding) -> [String: String] {
        var folders = [workspace.model].compactMap { $0 }
        folders += workspace.dictionaries.map(\.path).filter { $0.lastPathComponent == finding.sparse?.dictionary || finding.sparse?.dictionary.contains($0.lastPathComponent) == true }
        folders += workspace.verbalizers.filter { $0.name == finding.verbal?.verbalizer }.flatMap { [$0.av, $0.ar].compactMap { $0 } }
        var found: [String: String] = [:]
        for folder in folders { found[folder.lastPathComponent] = (try? WeightStore(folder: folder)).map { "\($0.fingerprint)" } }
        for file in workspace.verbalizers.filter({ $0.name == finding.verbal?.verbalizer }).compactMap(\.explanations) {
            found[file.lastPathComponent] = (try? MappedFile(file.path)).map { mapped in withExtendedLifetime(mapped) { "\(Fingerprint(bytes: mapped.bytes))" } }
        }
        return found
    }
}
