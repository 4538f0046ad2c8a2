/// `WordLevel`: every word is a piece of the vocabulary, or unknown. Follows huggingface/tokenizers, `models/wordlevel`.
struct WordLevelModel: TokenModel {
    let vocabulary: Vocabulary
    private let unknown: UnknownToken

    init(_ vocabulary: Vocabulary, unknown: String) {
        self.vocabulary = vocabulary
        self.unknown = UnknownToken(unknown, in: vocabulary)
    }

    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws {
        try words.forEach(work) { word in
            ids.append(try vocabulary.id(of: word) ?? Int(wide: unknown.id(for: word, work)))
            try work.allow(ids.count, "tokens", "a model")
        }
    }
}
