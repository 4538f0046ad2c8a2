/// `WordPiece`: spaces before all tokens but the first and those that go on with a word, which lose their prefix.
struct WordPieceDecoder: TokenDecoder {
    private let prefix: [UInt8]
    private let cleansUp: Bool

    init(_ settings: ComponentSettings) throws {
        prefix = Array(try settings.text("prefix", default: "##").utf8)
        cleansUp = try settings.bool("cleanup", default: true)
    }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            let text = index == 0 ? token : token.starts(with: prefix) ? Array(token.dropFirst(prefix.count)) : [0x20] + token
            return cleansUp ? EnglishCleanup.applied(to: text) : text
        }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { !fused || !cleansUp }
}

/// Takes spaces out that stand before punctuation and abbreviations of English.
enum EnglishCleanup {
    private static let rules: [(sought: SoughtString, content: [UInt8])] = [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re")
    ].map { (SoughtString(Array($0.utf8)), Array($1.utf8)) }

    static func applied(to text: [UInt8]) -> [UInt8] {
        guard text.contains(0x20) else { return text }
        return rules.reduce(text) { StringReplacement.replaced($1.sought, by: $1.content, in: $0) }
    }
}

/// `BPEDecoder`: the mark at the end of a word becomes a space, and nothing in the last token.
struct BytePairDecoder: TokenDecoder {
    /// Empty where the file has no suffix at all: then every character has a mark before and behind it.
    private let suffix: SoughtString

    init(_ settings: ComponentSettings) throws {
        suffix = SoughtString(Array(try settings.text("suffix", default: "</w>").utf8))
    }

    var growth: Double { suffix.bytes.isEmpty ? 2 : 1 }
    var looksAround: Bool { true }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            let mark: [UInt8] = index == tokens.count - 1 ? [] : [0x20]
            guard suffix.bytes.isEmpty else { return StringReplacement.replaced(suffix, by: mark, in: token) }
            return mark + String(decoding: token, as: UTF8.self).unicodeScalars.flatMap { Array(Character($0).utf8) + mark }
        }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        // The last token is told by what follows, unless it has no mark.
        !fused && !suffix.bytes.isEmpty
            && tokens.last.map { $0.withUnsafeBufferPointer { occurrences(of: suffix.bytes, in: $0).isEmpty } } ?? true
    }
}

/// `CTC`: of equal neighbours only the first counts, the padding is nothing, and the delimiter of words becomes a space.
struct CTCDecoder: TokenDecoder {
    private let padding: SoughtString
    private let delimiter: SoughtString
    private let cleansUp: Bool

    init(_ settings: ComponentSettings) throws {
        padding = SoughtString(Array(try settings.text("pad_token", default: "<pad>").utf8))
        delimiter = SoughtString(Array(try settings.text("word_delimiter_token", default: "|").utf8))
        cleansUp = try settings.bool("cleanup", default: true)
        guard !delimiter.bytes.isEmpty else { throw settings.refused("a word_delimiter_token of CTC", "an empty one") }
    }

    var looksAround: Bool { true }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.indices.compactMap { index in
            guard index == 0 || tokens[index] != tokens[index - 1] else { return nil }
            var text = StringReplacement.replaced(padding, by: [], in: tokens[index])
            if cleansUp { text = StringReplacement.replaced(delimiter, by: [0x20], in: EnglishCleanup.applied(to: text)) }
            return text.isEmpty ? nil : text
        }
    }

    /// What follows may be the same token once more.
    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { false }
}
