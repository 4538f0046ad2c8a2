/// One `pre_tokenizer` of tokenizer.json: cuts pieces into smaller ones. To add one, write a file like its neighbours and name it below.
protocol PreTokenizer: Sendable {
    init(_ settings: ComponentSettings) throws
    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces

    /// Whether it matters to it that the first piece begins where the text begins.
    var asksForStart: Bool { get }
}

extension PreTokenizer {
    var asksForStart: Bool { false }

    /// `split` with what comes of it bounded.
    func cut(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        let result = try split(pieces, work)
        try work.allow(bytesOfPieces: result.bytes.count)
        try work.allow(result.ends.count, "pieces", "a pre_tokenizer")
        return result
    }
}

enum PreTokenizers {
    private static let known: [String: any PreTokenizer.Type] = [
        "BertPreTokenizer": BertPreTokenizer.self,
        "ByteLevel": ByteLevelPreTokenizer.self,
        "CharDelimiterSplit": CharDelimiterPreTokenizer.self,
        "Digits": DigitsPreTokenizer.self,
        "FixedLength": FixedLengthPreTokenizer.self,
        "Metaspace": MetaspacePreTokenizer.self,
        "Punctuation": PunctuationPreTokenizer.self,
        "Sequence": PreTokenizerSequence.self,
        "Split": SplitPreTokenizer.self,
        "UnicodeScripts": UnicodeScriptsPreTokenizer.self,
        "Whitespace": WhitespacePreTokenizer.self,
        "WhitespaceSplit": WhitespaceSplitPreTokenizer.self,
    ]

    static func make(_ settings: ComponentSettings) throws -> any PreTokenizer {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}
