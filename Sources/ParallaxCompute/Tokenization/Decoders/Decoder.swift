/// One `decoder` of tokenizer.json: turns vocabulary pieces (UTF-8) back into text. To add one, write a file like its neighbours and name it below.
protocol TokenDecoder: Sendable {
    init(_ settings: ComponentSettings) throws

    /// What the tokens become; joined, the last decoder's are the text.
    func decoded(_ tokens: [[UInt8]]) -> [[UInt8]]

    /// Whether what these tokens become stays as it is whatever tokens follow.
    /// - Parameter fused: the tokens are the parts of one text, so that a match may span two of them.
    func isSettled(_ tokens: [[UInt8]], fused: Bool) -> Bool

    /// Whether this decoder makes one text of all tokens.
    var fuses: Bool { get }
}

extension TokenDecoder {
    var fuses: Bool { false }
}

enum TokenDecoders {
    private static let known: [String: any TokenDecoder.Type] = [
        "ByteFallback": ByteFallbackDecoder.self,
        "ByteLevel": ByteLevelDecoder.self,
        "Fuse": FuseDecoder.self,
        "Metaspace": MetaspaceDecoder.self,
        "Replace": ReplaceDecoder.self,
        "Sequence": DecoderSequence.self,
        "Strip": StripDecoder.self,
    ]

    static func make(_ settings: ComponentSettings) throws -> any TokenDecoder {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}

/// U+FFFD as UTF-8.
let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]
