import Foundation
import TestSupport

/// The tiny world with everything that commands read beside it: activations, reconstructions, parts of a comparison, statistics, explanations made
/// elsewhere, a chat, rules, known facts. Made once by the program itself; each hostile input changes a copy.
struct HostileWorld: Sendable {
    let folder: URL

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: folder.appending(path: name)) }

    /// Changes a JSON object of the world.
    func edit(_ name: String, _ change: (inout [String: Any]) -> Void) throws {
        let file = folder.appending(path: name)
        guard var object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] else {
            throw HostileRun.Failure(description: "\(name) is no object")
        }
        change(&object)
        try JSONSerialization.data(withJSONObject: object, options: .sortedKeys).write(to: file)
    }

    /// The folders of models: subject, AV and AR.
    static let models = ["model", "av", "ar"]

    /// Makes the world that the others are copies of.
    static func make(in folder: URL, _ contents: TinyWorld.Contents = .init()) throws -> HostileWorld {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var contents = contents
        contents.furtherLines += ["  - chat: chat.json", "  - text: Text of the workspace."]
        _ = try TinyWorld(in: folder, contents)
        let world = HostileWorld(folder: folder)
        // Texts end early, or an NLA that says something of each of 4,096 tokens takes its time.
        try world.edit("model/config.json") { $0["max_position_embeddings"] = 256 }
        try world.write("chat.json", #"[{"role": "user", "content": "Who rings?"}, {"role": "assistant", "content": "Tom."}]"#)
        try world.write("text.txt", "A text of its own.\nWith two lines.\n")
        try world.write("labels.csv", "index,label\n0,rings\n3,rain\n")
        try world.write(
            "mimic.jsonl",
            contents.documents.map { #"{"document": \#(json($0.title)), "position": 3, "text": "The topic is rain."}"# }.joined(
                separator: "\n") + "\n")
        try world.write(
            "explanations.jsonl",
            contents.documents.map { #"{"document": \#(json($0.title)), "position": 2, "text": "The topic is a ring. The mood is calm."}"# }
                .joined(separator: "\n") + "\n")
        try world.write(
            "rules.yaml",
            "classes:\n  - name: topic\n    kind: theme\n    forms: [\"The topic is {}.\"]\n    values: [rain, a ring]\n  - name: quote\n    kind: quote\n    when: [quoted]\n"
        )
        try world.write(
            "truth.jsonl",
            (0..<4).map {
                #"{"id": "other\#($0)", "text": "Rain and a ring.", "token_ids": [0, 85, 100, 108, 113, 35], "facts": [[1, {"topic": ["rain"]}], [3, {"topic": ["a ring"]}]]}"#
            }.joined(separator: "\n") + "\n")
        try world.write("theme.yaml", "name: mine\ninherits: default\n")
        try world.write(
            "transcript.txt",
            "layer 0 model tiny\n[ 2]  PROMPT   token=' r'  mse_nrm=0.5  cos=0.75  fve_nrm=0.3\n    The topic is a ring.\n")
        let yaml = try world.text("tiny.yaml")
        try world.write(
            "all.yaml",
            yaml.replacing("verbalizers:", with: "verbalizers:\n  - name: elsewhere\n    explanations: explanations.jsonl\n    ar: ar")
                + "claims:\n  rules: rules.yaml\n  truth: [truth.jsonl]\n  verdicts: verdicts.jsonl\n  mimic: mimic.jsonl\n")
        for (arguments, what) in [
            (["capture", "--model", "model", "--text", "A ring and rain.", "-o", "states.safetensors"], "states"),
            (["capture", "--model", "model", "--text", "A ring and rain.", "--sites", "1", "-o", "one.safetensors"], "one site"),
            (["encode", "--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "-o", "code.safetensors"], "a code"),
            (["statistics", "tiny.yaml", "-o", "tiny.statistics"], "statistics"),
            (["compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--shard", "1/2", "--state", "one.comparison"], "a part"),
            (["compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--shard", "2/2", "--state", "two.comparison"], "the other part")
        ] {
            let run = try HostileRun.run(arguments.map { Array($0.utf8) }, in: folder)
            guard run.status == 0 else { throw HostileRun.Failure(description: "\(what): \(String(decoding: run.errors, as: UTF8.self))") }
        }
        let finding = ["claims", "tiny.yaml", "--document", "0", "--position", "4", "--off", "causal,shapley", "--json"]
        let made = try HostileRun.run(finding.map { Array($0.utf8) }, in: folder)
        guard made.status == 0 else { throw HostileRun.Failure(description: "a finding: \(String(decoding: made.errors, as: UTF8.self))") }
        try world.write("finding.json", [UInt8](made.output))
        return world
    }

    private static let all = FileManager.default.temporaryDirectory.appending(path: "parallax-hostile-\(getpid())")
    private static let first = Result { try make(in: all.appending(path: "world")) }

    /// A copy of the one that is made once.
    static func shared() throws -> HostileWorld { try first.get().copy(to: all.appending(path: UUID().uuidString)) }

    func discard() { try? FileManager.default.removeItem(at: folder) }

    /// A copy to be changed; files are shared with the first one where the file system can, so that it takes a millisecond or two.
    func copy(to folder: URL) throws -> HostileWorld {
        try FileManager.default.copyItem(at: self.folder, to: folder)
        return HostileWorld(folder: folder)
    }

    /// A string of JSON and of YAML, with escapes for all that is not ASCII: neither may hold some of it as it is.
    static func json(_ text: String) -> String {
        "\""
            + text.utf16.map { unit in
                switch unit {
                case 0x22: "\\\""
                case 0x5C: "\\\\"
                case 0x20..<0x7F: String(UnicodeScalar(UInt8(unit)))
                default: "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count) + String(unit, radix: 16)
                }
            }.joined() + "\""
    }
}
