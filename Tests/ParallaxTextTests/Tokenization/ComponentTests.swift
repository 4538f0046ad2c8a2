import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// What tokenizers makes of texts with every type of component (Goldens/tokenization/make_component_goldens.py); nil where it refuses.
private struct ComponentGoldens: Decodable {
    struct Rewriting: Decodable { let part: JSONText, texts: [String?] }
    struct Cutting: Decodable { let part: JSONText, pieces: [[String]] }
    struct Model: Decodable { let name: String, tokenizer: String, ids: [[Int]?], decoded: [String?] }
    struct PostProcessing: Decodable {
        let tokenizer: String
        /// By text, with and without special tokens.
        let ids: [[[Int]?]]
    }

    let texts: [String], normalizers: [Rewriting], preTokenizers: [Cutting], tokens: [[String]], decoders: [Rewriting], models: [Model],
        postProcessors: [PostProcessing]

    static let all = Result {
        try JSONDecoder().decode(ComponentGoldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "components.json")))
    }
}

/// A JSON value as it stands in the golden.
private struct JSONText: Decodable {
    let value: OrderedJSON

    init(from decoder: any Decoder) throws { value = try Self.value(decoder) }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func value(_ decoder: any Decoder) throws -> OrderedJSON {
        if let object = try? decoder.container(keyedBy: Key.self) {
            return .object(try object.allKeys.map { ($0.stringValue, try object.decode(JSONText.self, forKey: $0).value) })
        }
        if var array = try? decoder.unkeyedContainer() {
            var elements: [OrderedJSON] = []
            while !array.isAtEnd { elements.append(try array.decode(JSONText.self).value) }
            return .array(elements)
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() { return .null }
        if let flag = try? single.decode(Bool.self) { return .bool(flag) }
        if let number = try? single.decode(Int.self) { return .integer(number) }
        return .string(try single.decode(String.self))
    }
}

@Suite("Every type of component against tokenizers")
struct ComponentTests {
    private let goldens = try! ComponentGoldens.all.get()

    private func settings(_ part: String, _ value: OrderedJSON) -> ComponentSettings {
        ComponentSettings(subject: "tokenizer.json", part: part, value: value)
    }
    private func work(_ count: Int) -> TextWork { TextWork("tokenizer.json", count: count) }
    private func type(_ json: JSONText) -> String { json.value["type"]?.string ?? "" }

    @Test("every type that is known is tried, and every type of the library is known")
    func everyType() {
        func types(_ parts: [JSONText]) -> Set<String> { Set(parts.map(type)) }
        #expect(
            types(goldens.normalizers.map(\.part)) == [
                "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled", "Prepend", "Replace",
                "Sequence", "Strip", "StripAccents"
            ])
        #expect(
            types(goldens.preTokenizers.map(\.part)) == [
                "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "FixedLength", "Metaspace", "Punctuation", "Sequence",
                "Split", "UnicodeScripts", "Whitespace", "WhitespaceSplit"
            ])
        #expect(
            types(goldens.decoders.map(\.part)) == [
                "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace", "Sequence", "Strip", "WordPiece"
            ])
        #expect(
            Set(ModelReader.known) == ["BPE", "Unigram", "WordLevel", "WordPiece"] && goldens.models.count > 35 && goldens.texts.count > 90)
        #expect(
            Set(
                goldens.postProcessors.flatMap { json in
                    ["BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing"].filter(json.tokenizer.contains)
                }
            ).count == 5)
    }

    @Test("normalizers rewrite as tokenizers does")
    func normalizers() throws {
        for golden in goldens.normalizers {
            let normalizer = try Normalizers.make(settings("normalizer", golden.part.value))
            for (text, expected) in zip(goldens.texts, golden.texts) {
                let made = String(decoding: try normalizer.rewritten(Array(text.utf8), work(text.utf8.count)), as: UTF8.self)
                #expect(
                    made.isIdentical(to: try #require(expected)),
                    "\(golden.part.value.text) of \(text.debugDescription): \(made.debugDescription), not \(expected.debugDescription)")
            }
        }
    }

    @Test("pre-tokenizers cut as tokenizers does")
    func preTokenizers() throws {
        for golden in goldens.preTokenizers {
            let preTokenizer = try PreTokenizers.make(settings("pre_tokenizer", golden.part.value))
            for (text, expected) in zip(goldens.texts, golden.pieces) {
                let work = work(text.utf8.count)
                var pieces: [String] = []
                try preTokenizer.cut(Pieces(Array(text.utf8), startsText: true), work).forEach(work) {
                    pieces.append(String(decoding: $0, as: UTF8.self))
                }
                // The library keeps a piece without characters where a text has none; no model makes a token of it.
                let expected = expected.filter { !$0.isEmpty }
                #expect(
                    pieces.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
                    "\(golden.part.value.text) of \(text.debugDescription): \(pieces), not \(expected)")
            }
        }
    }

    @Test("decoders decode as tokenizers does, and stream the same text")
    func decoders() throws {
        for golden in goldens.decoders {
            let decoder = try TokenDecoders.make(settings("decoder", golden.part.value))
            for (tokens, expected) in zip(goldens.tokens, golden.texts) {
                // The library panics where BPEDecoder has no token at all.
                guard let expected = expected ?? (tokens.isEmpty ? "" : nil) else { continue }
                let made = String(decoding: Array(decoder.decoded(tokens.map { Array($0.utf8) }, work(1000)).joined()), as: UTF8.self)
                #expect(
                    made.isIdentical(to: expected),
                    "\(golden.part.value.text) of \(tokens): \(made.debugDescription), not \(expected.debugDescription)")
            }
        }
    }

    @Test("a decoder streams the text that it decodes, and each token's text is its part of it")
    func streaming() throws {
        for golden in goldens.decoders {
            // Every token of the golden is a word of its own.
            let pieces = Array(Set(goldens.tokens.joined())).sorted()
            let vocab = OrderedJSON.object(pieces.enumerated().map { ($1, .integer($0)) })
            let json = OrderedJSON.object([
                ("model", .object([("type", .string("WordLevel")), ("unk_token", .string("a")), ("vocab", vocab)])),
                ("decoder", golden.part.value)
            ])
            let tokenizer = try Tokenizer(json: Array(json.text.utf8), subject: "tokenizer.json")
            for tokens in goldens.tokens {
                let ids = tokens.compactMap(tokenizer.id), whole = tokenizer.decode(ids, skipSpecialTokens: false)
                #expect(ids.count == tokens.count)
                var decoder = tokenizer.streamingDecoder()
                let streamed = ids.map { decoder.append($0) }.joined() + decoder.flush()
                #expect(
                    streamed.isIdentical(to: whole),
                    "\(golden.part.value.text) of \(tokens): \(streamed.debugDescription), not \(whole.debugDescription)")
                let parts = tokenizer.texts(ids)
                // A token of an incomplete character shows U+FFFD; joined parts of a fused text are other matches than the whole.
                if !decoderSpans(golden.part), !parts.contains(where: { $0.unicodeScalars.contains("\u{FFFD}") }) {
                    #expect(
                        parts.joined().isIdentical(to: whole),
                        "\(golden.part.value.text) of \(tokens): \(parts), not \(whole.debugDescription)")
                }
            }
        }
    }

    /// Whether a part after another makes one text of several tokens.
    private func decoderSpans(_ part: JSONText) -> Bool { ["Sequence", "ByteFallback"].contains(type(part)) }

    @Test("models give the ids of tokenizers, and refuse what it refuses")
    func models() throws {
        for golden in goldens.models {
            let tokenizer = try Tokenizer(json: Array(golden.tokenizer.utf8), subject: "tokenizer.json")
            for (index, text) in goldens.texts.enumerated() {
                guard let expected = golden.ids[index] else {
                    #expect(throws: Complaint.self, "\(golden.name) of \(text.debugDescription)") {
                        try tokenizer.encode(text, addSpecialTokens: true)
                    }
                    continue
                }
                let ids = try tokenizer.encode(text, addSpecialTokens: true)
                #expect(
                    ids == expected,
                    "\(golden.name) of \(text.debugDescription): \(ids.map { tokenizer.piece($0) ?? "" }), not \(expected.map { tokenizer.piece($0) ?? "" })"
                )
                let decoded = tokenizer.decode(expected, skipSpecialTokens: false)
                #expect(
                    decoded.isIdentical(to: golden.decoded[index] ?? ""),
                    "\(golden.name): \(decoded.debugDescription), not \(golden.decoded[index].debugDescription)")
            }
        }
    }

    @Test("post-processors put the tokens of tokenizers around a text, one behind the other too")
    func postProcessors() throws {
        for golden in goldens.postProcessors {
            let tokenizer = try Tokenizer(json: Array(golden.tokenizer.utf8), subject: "tokenizer.json")
            for (text, rows) in zip(["a b a", "", "[CLS] x b"], golden.ids) {
                for (special, expected) in zip([true, false], rows) {
                    guard let expected else {
                        #expect(throws: Complaint.self, "\(golden.tokenizer)") { try tokenizer.encode(text, addSpecialTokens: special) }
                        continue
                    }
                    #expect(try tokenizer.encode(text, addSpecialTokens: special) == expected, "\(golden.tokenizer) of \(text)")
                }
            }
        }
    }
}

extension OrderedJSON {
    /// As JSON.
    fileprivate var text: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let text): BoundedTokenizerTests.quoted(text)
        case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
        case .object(let members): "{\(members.map { "\(BoundedTokenizerTests.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
        }
    }
}
