/// One `decoder` of tokenizer.json: turns vocabulary pieces (UTF-8) back into text. To add one, write a file like its neighbours and name it below.
protocol TokenDecoder: Sendable {
    init(_ settings: ComponentSettings) throws

    /// What the tokens become; joined, the last decoder's are the text.
    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]]

    /// Whether what these tokens become stays as it is whatever tokens follow.
    /// - Parameter fused: the tokens are the parts of one text, so that a match may span two of them.
    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool

    /// Whether this decoder makes one text of all tokens.
    var fuses: Bool { get }

    /// How many times as long as the tokens their text can be, at most, apart from a space for each of them.
    var growth: Double { get }

    /// Whether a token's text depends on the tokens beside it, more than on whether it is the first.
    var looksAround: Bool { get }
}

extension TokenDecoder {
    var fuses: Bool { false }
    var growth: Double { 1 }
    var looksAround: Bool { false }
}

enum TokenDecoders {
    /// Published decoders make three at most (U+FFFD of a byte).
    static let mostGrowth = 64.0

    private static let known: [String: any TokenDecoder.Type] = [
        "BPEDecoder": BytePairDecoder.self,
        "ByteFallback": ByteFallbackDecoder.self,
        "ByteLevel": ByteLevelDecoder.self,
        "CTC": CTCDecoder.self,
        "Fuse": FuseDecoder.self,
        "Metaspace": MetaspaceDecoder.self,
        "Replace": ReplaceDecoder.self,
        "Sequence": DecoderSequence.self,
        "Strip": StripDecoder.self,
        "WordPiece": WordPieceDecoder.self,
    ]

    static func make(_ settings: ComponentSettings) throws -> any TokenDecoder {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        let decoder = try make.init(settings)
        guard decoder.growth <= mostGrowth else {
            throw settings.refused("a decoder that makes at most \(Int(clamping: mostGrowth)) bytes of one", "\(type), which may make \(decoder.growth.rounded(.up).description)")
        }
        return decoder
    }
}

/// U+FFFD as UTF-8.
let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]
