/// `Sequence`: one decoder after the other.
struct DecoderSequence: TokenDecoder {
    private let parts: [any TokenDecoder]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("decoders").map(TokenDecoders.make)
    }

    var fuses: Bool { parts.contains { $0.fuses } }

    func decoded(_ tokens: [[UInt8]]) -> [[UInt8]] {
        parts.reduce(tokens) { $1.decoded($0) }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool) -> Bool {
        var tokens = tokens
        var fused = fused
        for part in parts {
            guard part.isSettled(tokens, fused: fused) else { return false }
            tokens = part.decoded(tokens)
            fused = fused || part.fuses
        }
        return true
    }
}
