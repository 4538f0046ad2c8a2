import Foundation
import TestSupport
import Testing

/// One explanation that the AR or the AV cannot read is that token's matter: the others are examined, compared and shown.
@Suite("Explanations that cannot be read") struct UnreadableExplanationTests {
    private let folder: Folder
    private let world: TinyWorld

    private static let long = String(repeating: "The topic is rain. ", count: 40)
    /// By document, at position 12; the AR reads 200 tokens, and its tokenizer has one more than its weights.
    private static let explanations = ["The topic is a ring.", long, "", "A <|new|> token.", "The topic is rain."]

    /// Each another one: copies would count as one document.
    private static let texts = [
        "The quick brown fox jumps.", "Rain falls on every roof now.", "A ship sails past the island.", "Her letters never reached us.",
        "We cook soup from old bones."
    ]

    init() throws {
        folder = try Folder()
        var contents = TinyWorld.Contents()
        contents.documents = Self.texts.enumerated().map { ("doc\($0)", $1) }
        world = try TinyWorld(in: folder.url, contents)
        try edit("ar/config.json") { $0["max_position_embeddings"] = 200 }
        for model in ["ar", "av"] {
            try edit("\(model)/tokenizer.json") { tokenizer in
                var added = tokenizer["added_tokens"] as? [[String: Any]] ?? []
                added.append([
                    "id": 5000, "content": "<|new|>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                    "special": false
                ])
                tokenizer["added_tokens"] = added
            }
        }
        let lines = try Self.explanations.enumerated().map { index, text in
            String(
                decoding: try JSONSerialization.data(withJSONObject: ["document": "doc\(index)", "position": 12, "text": text]),
                as: UTF8.self)
        }
        try folder.write("texts.jsonl", lines.joined(separator: "\n"))
        let yaml = try String(contentsOf: world.workspace, encoding: .utf8)
        try folder.write(
            "given.yaml", yaml.replacing("verbalizers:", with: "verbalizers:\n  - name: given\n    explanations: texts.jsonl\n    ar: ar"))
    }

    private func edit(_ name: String, _ change: (inout [String: Any]) -> Void) throws {
        let file = folder.url.appending(path: name)
        guard var object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] else {
            throw Program.Failure(description: "\(name) is no object")
        }
        change(&object)
        try JSONSerialization.data(withJSONObject: object, options: .sortedKeys).write(to: file)
    }

    private func run(_ arguments: String...) throws -> Program { try Program.run(arguments, in: folder.url) }

    private struct Report: Decodable {
        struct Page: Decodable { var document: String }

        struct LeftOut: Decodable {
            var document, why: String
            var position: Int?
        }

        var pages: [Page]
        var left_out: [LeftOut]?
    }

    @Test("claims of the other tokens are examined; the one is named with what is wrong, in the output and beside it")
    func examine() throws {
        let run = try run("claims", "given.yaml", "--verbalizer", "given", "--off", "causal,shapley", "--json")
        #expect(run.status == 0, "\(run.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        // An empty text of a file is none; its reader has said so.
        #expect(report.pages.map(\.document) == ["doc0", "doc4"])
        let left = try #require(report.left_out)
        #expect(left.map(\.document) == ["doc1", "doc3"] && left.allSatisfy { $0.position == 12 })
        #expect(left.first?.why.contains("the AR's context") == true && left.last?.why.contains("token id") == true)
        #expect(run.errors.contains("left out: doc1, position 12") && run.errors.contains("left out: doc3, position 12"))
        let table = try self.run("claims", "given.yaml", "--verbalizer", "given", "--off", "causal,shapley")
        #expect(table.status == 0 && table.output.contains("doc3, position 12: left out: ") && table.output.contains("doc4"))
    }

    @Test("where it was the only one asked for, it is the answer")
    func alone() throws {
        let run = try run("claims", "given.yaml", "--verbalizer", "given", "--document", "1", "--position", "12")
        #expect(run.status == 1 && run.errors.contains("the AR's context") && run.output.isEmpty)
        let document = try self.run("claims", "given.yaml", "--verbalizer", "given", "--document", "1")
        #expect(document.status == 1 && document.errors.contains("none of 1"))
    }

    @Test("a comparison leaves it out of the figures and says so; the explorer shows the text and why it has no figures")
    func others() throws {
        let compare = try run("compare", "given.yaml", "--samples", "1", "--pca", "none", "--json")
        #expect(compare.status == 0, "\(compare.errors)")
        let plain = try run("given.yaml", "--plain", "--document", "3")
        #expect(plain.status == 0 && plain.output.contains("A <|new|> token."), "\(plain.errors)")
        #expect(plain.output.contains("!    no figures of the text: "), "\(plain.output)")
    }
}
