/// What the tests of claims compare with, the same for calibration and inspection.
public struct ClaimReference: Sendable, Equatable, Codable {
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

    public init(mean: [Float]?, explanations: [Explanation]) {
        self.mean = mean
        self.explanations = explanations
    }
}
