/// `Sequence`: one normalizer after the other.
struct NormalizerSequence: Normalizer {
    private let parts: [any Normalizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("normalizers").map(Normalizers.make)
    }

    func normalized(_ text: [UInt8]) -> [UInt8] {
        parts.reduce(text) { $1.normalized($0) }
    }
}
