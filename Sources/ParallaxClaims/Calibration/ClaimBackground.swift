/// What the tests of claims compare with, the same for calibration and inspection.
public struct ClaimBackground: Sendable, Equatable, Codable {
    /// An explanation of another document's token.
    public struct Explanation: Sendable, Equatable, Codable {
        public let document: String
        public let text: String

        public init(document: String, text: String) {
            self.document = document
            self.text = text
        }
    }

    /// μ of other documents, `[d]`: what the AV says with it at the marker, it says without the activation.
    public let mean: [Float]?
    public let explanations: [Explanation]
    /// Samples of the AV at temperature 1 with μ at the marker.
    public let prior: [String]

    var isSound: Bool { mean?.allSatisfy(\.isFinite) ?? true }

    public static let none = ClaimBackground(mean: nil, explanations: [], prior: [])

    public init(mean: [Float]?, explanations: [Explanation], prior: [String]) {
        self.mean = mean
        self.prior = prior
        self.explanations = explanations
    }
}

extension ClaimBackground {
    /// With samples of what the AV says without an activation.
    /// - Throws: `Complaint`, `CancellationError`.
    public static func made(
        mean: [Float]?, explanations: [Explanation], verbalizer: ActivationVerbalizer?, options: ClaimOptions, cancellation: Cancellation
    ) throws -> ClaimBackground {
        guard let mean, let verbalizer else { return ClaimBackground(mean: mean, explanations: explanations, prior: []) }
        let rows = Rows(Array(repeating: mean, count: options.priorSamples), width: mean.count)
        let texts = try verbalizer.verbalize(rows, sampling: Sampling(temperature: 1, seed: options.seed, maximumTokens: options.maximumTokens), cancellation: cancellation)
        return ClaimBackground(mean: mean, explanations: explanations, prior: texts.map(\.text))
    }
}
