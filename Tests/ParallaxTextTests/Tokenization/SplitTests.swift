import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// What tokenizers says about one cut (Goldens/tokenization/make_split_goldens.py).
private struct SplitGoldens: Decodable {
    struct Pattern: Decodable {
        let kind: String, pattern: String
        /// By behaviour, by whether it is inverted, by text.
        let pieces: [[[[String]]]]
    }

    let behaviours: [String], texts: [String], patterns: [Pattern]

    init() throws {
        self = try JSONDecoder().decode(SplitGoldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "splits.json")))
    }
}

@Suite("Split against tokenizers")
struct SplitTests {
    @Test("every behaviour, inverted or not, cuts as tokenizers does, by strings and expressions, also by such that match nothing")
    func behaviours() throws {
        let goldens = try SplitGoldens()
        #expect(goldens.behaviours.count == 5 && goldens.patterns.count > 25)
        for golden in goldens.patterns {
            for (behaviour, cuts) in zip(goldens.behaviours, golden.pieces) {
                for (invert, pieces) in zip([false, true], cuts) {
                    let split = try Split(golden.kind, golden.pattern, behaviour: behaviour, invert: invert)
                    for (text, expected) in zip(goldens.texts, pieces) {
                        let cut = try split.pieces(of: text)
                        #expect(
                            cut == expected,
                            "\(golden.kind) \(golden.pattern.debugDescription), \(behaviour)\(invert ? ", inverted" : ""), of \(text.debugDescription)"
                        )
                    }
                }
            }
        }
    }

    @Test(
        "the cases of Phi-4-mini, OLMo-2 and stablelm-2, Split with invert: true, have the ids of transformers",
        arguments: ["split-removed", "split-merged"])
    func published(_ name: String) throws {
        let folder = TokenizerGoldens.folder.appending(path: name)
        let golden = try JSONDecoder().decode(GoldenRows.self, from: Data(contentsOf: folder.appending(path: "golden.json")))
        let tokenizer = try Tokenizer.open(folder: folder)
        for text in golden.rows {
            #expect(try tokenizer.encode(text.text, addSpecialTokens: true) == text.ids, "\(text.text.debugDescription)")
        }
    }

    private struct GoldenRows: Decodable {
        struct Row: Decodable { let text: String, ids: [Int] }
        let rows: [Row]
    }
}

/// A pre-tokenizer Split alone.
struct Split {
    private let splitter: SplitPreTokenizer

    init(_ kind: String, _ pattern: String, behaviour: String = "Isolated", invert: Bool = false) throws {
        let value = OrderedJSON.object([
            ("type", .string("Split")), ("pattern", .object([(kind, .string(pattern))])), ("behavior", .string(behaviour)),
            ("invert", .bool(invert))
        ])
        splitter = try SplitPreTokenizer(ComponentSettings(subject: "tokenizer.json", part: "pre_tokenizer", value: value))
    }

    func pieces(of text: String, _ cancellation: Cancellation? = nil) throws -> [String] {
        let work = TextWork("tokenizer.json", count: text.utf8.count, cancellation)
        var pieces: [String] = []
        try splitter.cut(Pieces(Array(text.utf8), startsText: true), work).forEach(work) {
            pieces.append(String(decoding: $0, as: UTF8.self))
        }
        return pieces
    }
}
