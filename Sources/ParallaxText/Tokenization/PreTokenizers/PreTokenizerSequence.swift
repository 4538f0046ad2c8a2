/// `Sequence`: one pre-tokenizer after the other.
struct PreTokenizerSequence: PreTokenizer {
    private let parts: [any PreTokenizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("pretokenizers").map(PreTokenizers.make)
    }

    var asksForStart: Bool { parts.contains { $0.asksForStart } }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try parts.reduce(pieces) { try $1.cut($0, work) }
    }
}
