import Foundation
import ParallaxCompute

/// What transformers makes of our texts with one tokenizer (Goldens/tokenization/make_goldens.py).
package struct TokenizerGoldens: Decodable {
    package struct Text: Decodable {
        package let text: String
        /// With and without special tokens around it.
        package let ids: [Int], plain: [Int]
        /// `ids` decoded with and without special tokens.
        package let decoded: String, skipped: String
    }

    package struct Decoding: Decodable {
        package let ids: [Int]
        package let decoded: String
    }

    package let size: Int
    package let texts: [Text]
    /// Random ids, most of which are no text.
    package let decodings: [Decoding]

    package static let folder = Places.computeGoldens.appending(path: "tokenization")

    package init(_ name: String) throws {
        self = try JSONDecoder().decode(TokenizerGoldens.self, from: Data(contentsOf: Self.folder.appending(path: name + ".json")))
    }
}

/// A tokenizer with goldens.
package struct GoldenTokenizer: CustomStringConvertible, Sendable {
    package let name: String
    package var description: String { name }

    package init(name: String) { self.name = name }

    package static let all = [
        "sample", "byte-level-flags", "byte-level-prefix", "sentencepiece", "unknowns", "unknowns-fused", "metaspace", "whitespace",
        "split",
        "qwen", "llama3", "tekken", "gemma", "expressions"
    ].map { GoldenTokenizer(name: $0) }

    package func open() throws -> Tokenizer {
        try Tokenizer.open(
            folder: name == "sample" ? Places.sampleData.appending(path: "subject") : TokenizerGoldens.folder.appending(path: name))
    }
}

extension String {
    /// Equal scalar by scalar; `==` takes canonical equivalents for equal.
    package func isIdentical(to other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
