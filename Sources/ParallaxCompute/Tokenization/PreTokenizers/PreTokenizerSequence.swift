/// `Sequence`: one pre-tokenizer after the other.
struct PreTokenizerSequence: PreTokenizer {
    private let parts: [any PreTokenizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("pretokenizers").map(PreTokenizers.make)
    }

    func split(_ pieces: Pieces) -> Pieces {
        parts.reduce(pieces) { $1.split($0) }
    }
}
