/// `WordPiece`: a word is cut from its beginning into the longest pieces that the vocabulary has; all but the first stand there behind a
/// prefix ("##"). A word that is too long, or ends in what has no piece, is unknown. Follows huggingface/tokenizers, `models/wordpiece`.
struct WordPieceModel: TokenModel {
    let vocabulary: Vocabulary
    private let unknown: UnknownToken
    /// In characters.
    private let longestWord: Int
    /// The pieces that words begin with, and those that stand within them, without their prefix.
    private let first: PieceTrie
    private let others: PieceTrie

    init(_ vocabulary: Vocabulary, unknown: String, prefix: String, longestWord: Int) {
        self.vocabulary = vocabulary
        self.unknown = UnknownToken(unknown, in: vocabulary)
        self.longestWord = longestWord
        first = PieceTrie(vocabulary.pieces)
        let prefix = Array(prefix.utf8)
        others =
            prefix.isEmpty
            ? first
            : PieceTrie(vocabulary.pieces.filter { $0.piece.starts(with: prefix) }.map { ($0.piece.dropFirst(prefix.count), $0.id) })
    }

    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws {
        try words.forEach(work) { word in
            let start = ids.count
            if try !append(word, work, to: &ids) {
                ids.removeSubrange(start...)
                ids.append(Int(wide: try unknown.id(for: word, work)))
            }
            try work.allow(ids.count, "tokens", "a model")
        }
    }

    /// Whether the word is made of pieces; else what was appended is none of its.
    private func append(_ word: UnsafeBufferPointer<UInt8>, _ work: TextWork, to ids: inout [Int]) throws -> Bool {
        guard word.count <= longestWord || word.count(where: { $0 & 0xC0 != 0x80 }) <= longestWord else { return false }
        var start = 0
        while start < word.count {
            var longest: (end: Int, id: Int)?
            try (start == 0 ? first : others).forEachPrefix(of: word, from: start, work) { longest = ($0, Int(wide: $1)) }
            guard let longest else { return false }
            ids.append(longest.id)
            start = longest.end
        }
        return true
    }
}

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
