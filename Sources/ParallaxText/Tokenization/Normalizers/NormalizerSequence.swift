/// `Sequence`: one normalizer after the other.
struct NormalizerSequence: Normalizer {
    private let parts: [any Normalizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("normalizers").map(Normalizers.make)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try parts.reduce(text) { try $1.rewritten($0, work) }
    }
}
