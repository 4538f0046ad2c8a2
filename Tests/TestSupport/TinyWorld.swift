import Foundation
import ParallaxCompute

/// A whole workspace of width 8 in a folder, made in some milliseconds and the same in every run: a model of two blocks, a dictionary with labels
/// behind the first one, an NLA pair of the same site, documents, and the file that names them.
///
///     let world = try TinyWorld(in: folder)                                   // or with texts, labels and lines of your own
///     try Program.run(["compare", world.workspace.path, "--samples", "1"])
///
/// Nothing in it makes sense, but all of it opens and computes: for tests that start the program often, kill it, or feed it something hostile.
public struct TinyWorld: Sendable {
    public let folder: URL

    public var workspace: URL { folder.appending(path: "tiny.yaml") }
    public var model: URL { folder.appending(path: "model") }
    public var dictionary: URL { folder.appending(path: "sae") }
    public var labels: URL { folder.appending(path: "labels.jsonl") }
    public var verbalizer: URL { folder.appending(path: "av") }
    public var reconstructor: URL { folder.appending(path: "ar") }
    public var documents: URL { folder.appending(path: "documents.jsonl") }

    /// Where the dictionary and the pair read.
    public static let layer = 0
    public static let hook = "blocks.0.hook_resid_post"
    public static let chatTemplate =
        "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% if thinks %}<think>{% endif %}{% endif %}"

    public struct Contents: Sendable {
        /// Documents by title.
        public var documents: [(title: String, text: String)] = (0..<6).map {
            ("doc\($0)", ["A ring.", "Tom runs.", "Rain in May.", "Seven foxes", "The end.", "On we go"][$0])
        }
        public var labels: [Int: String] = [0: "rings", 3: "rain", 7: "foxes"]
        public var verbalizerName = "tiny"
        public var hasVerbalizer = true
        public var chatTemplate = TinyWorld.chatTemplate
        /// Lines of YAML behind all others.
        public var furtherLines: [String] = []

        public init() {}
    }

    /// One that is there.
    public init(at folder: URL) { self.folder = folder }

    /// - Parameter folder: there, and empty.
    public init(in folder: URL, _ contents: Contents = Contents()) throws {
        self.folder = folder
        try TinyCheckpoint.model(model, blocks: 2, seed: 1, chatTemplate: contents.chatTemplate)
        try TinyCheckpoint.dictionary(dictionary, hook: Self.hook, k: 4, seed: 2)
        try lines(contents.labels.sorted { $0.key < $1.key }.map { ["index": $0.key, "label": $0.value] }).write(to: labels)
        try lines(contents.documents.map { ["id": $0.title, "text": $0.text] }).write(to: documents)
        var yaml = ["model: model", "dictionaries:", "  - path: sae", "    labels: labels.jsonl"]
        if contents.hasVerbalizer {
            try TinyCheckpoint.model(verbalizer, blocks: 2, seed: 3, chatTemplate: contents.chatTemplate)
            try TinyCheckpoint.sidecar(verbalizer, role: "av", layer: Self.layer)
            try TinyCheckpoint.model(reconstructor, blocks: 1, seed: 4, chatTemplate: contents.chatTemplate)
            try TinyCheckpoint.sidecar(reconstructor, role: "ar", layer: Self.layer)
            yaml += ["verbalizers:", "  - name: \(try quoted(contents.verbalizerName))", "    av: av", "    ar: ar"]
        }
        yaml += ["documents:", "  - file: documents.jsonl"] + contents.furtherLines
        try Data((yaml.joined(separator: "\n") + "\n").utf8).write(to: workspace)
    }

    /// Any string as YAML reads it: JSON is YAML.
    private func quoted(_ text: String) throws -> String { String(decoding: try JSONEncoder().encode(text), as: UTF8.self) }

    private func lines(_ objects: [[String: Any]]) throws -> Data {
        try objects.reduce(into: Data()) { $0 += try JSONSerialization.data(withJSONObject: $1, options: .sortedKeys) + Data("\n".utf8) }
    }
}
