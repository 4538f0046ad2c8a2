import Foundation
import ParallaxCompute
import TestSupport
import Testing

/// What transformers makes of our texts with one tokenizer (Goldens/tokenization/make_goldens.py).
struct TokenizerGoldens: Decodable {
    struct Text: Decodable {
        let text: String
        /// With and without special tokens around it.
        let ids: [Int], plain: [Int]
        /// `ids` decoded with and without special tokens.
        let decoded: String, skipped: String
    }

    struct Decoding: Decodable {
        let ids: [Int]
        let decoded: String
    }

    let size: Int
    let texts: [Text]
    /// Random ids, most of which are no text.
    let decodings: [Decoding]

    static let folder = Places.computeGoldens.appending(path: "tokenization")

    init(_ name: String) throws {
        self = try JSONDecoder().decode(TokenizerGoldens.self, from: Data(contentsOf: Self.folder.appending(path: name + ".json")))
    }
}

/// A tokenizer with goldens.
struct GoldenTokenizer: CustomTestStringConvertible, Sendable {
    let name: String
    var testDescription: String { name }

    static let all = [
        "sample", "byte-level-flags", "byte-level-prefix", "sentencepiece", "unknowns", "unknowns-fused", "metaspace", "whitespace",
        "split",
        "qwen", "llama3", "tekken", "gemma", "expressions"
    ].map { GoldenTokenizer(name: $0) }

    func open() throws -> Tokenizer {
        try Tokenizer.open(
            folder: name == "sample" ? Places.sampleData.appending(path: "subject") : TokenizerGoldens.folder.appending(path: name))
    }
}

extension String {
    /// Equal scalar by scalar; `==` takes canonical equivalents for equal.
    func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
