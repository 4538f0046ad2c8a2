/// `Sequence`: one decoder after the other.
struct DecoderSequence: TokenDecoder {
    private let parts: [any TokenDecoder]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("decoders").map(TokenDecoders.make)
    }

    var fuses: Bool { parts.contains { $0.fuses } }
    var looksAround: Bool { parts.contains { $0.looksAround } }
    var growth: Double { parts.reduce(1) { $0 * $1.growth } }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        parts.reduce(tokens) { $1.decoded($0, work) }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        var tokens = tokens
        var fused = fused
        for part in parts {
            guard part.isSettled(tokens, fused: fused, work) else { return false }
            tokens = part.decoded(tokens, work)
            fused = fused || part.fuses
        }
        return true
    }
}
