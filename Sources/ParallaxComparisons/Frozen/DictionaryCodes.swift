/// What it costs to write a dictionary's codes, learnt from other documents: a quantiser, how often features fire, how their
/// coefficients spread.
struct DictionaryCodes: Sendable {
    let quantiser: CoefficientQuantiser
    private let model: EntropyModel
    private let silence: Double

    /// - Parameter codes: of tokens of other documents.
    /// - Throws: `Complaint` where they hold too little to learn from.
    init(_ codes: [SparseCode], featureCount: Int, bits: Int) throws {
        quantiser = try CoefficientQuantiser(bits: bits, fittedTo: codes.flatMap(\.activations))
        var model = try EntropyModel(featureCount: featureCount, bins: quantiser.levels)
        for code in codes { model.count(features: code.features, bins: code.activations.map(quantiser.bin)) }
        self.model = model
        silence = model.silence
    }

    /// The code as its bits say it.
    func quantised(_ code: SparseCode) -> SparseCode {
        var copy = code
        copy.activations = code.activations.map { quantiser.value(quantiser.bin($0)) }
        return copy
    }

    func entropyBits(_ code: SparseCode) -> Outcome {
        model.bits(features: code.features, bins: code.activations.map(quantiser.bin), silence: silence)
    }
}
