/// What an activation verbalizer wrote about one activation.
public struct Verbalization: Sendable, Equatable {
    /// The explanation, without tags, stripped.
    public let text: String
    /// Everything that was generated, with what stands around the explanation; the form in which edited texts are scored.
    public let output: String
    /// All generated ids: tags, explanation, and the stop token where one ended it.
    public let tokenIDs: [Int]
    /// Natural logarithm of the probability of each id given the activation and the ids before it, at temperature 1.
    public let tokenLogProbabilities: [Double]
    /// The closing tag was not written before the end; the text is what there was.
    public let truncated: Bool
    /// The text shows signs that the AV read the marker and not the activation.
    public let injectionFailed: Bool

    public var tokenCount: Int { tokenIDs.count }
    /// Natural logarithm of the probability of all generated ids given the activation.
    public var logProbability: Double { tokenLogProbabilities.reduce(0, +) }

    package init(output: String, tokenIDs: [Int], tokenLogProbabilities: [Double], marker: String) {
        let explanation = ExplanationText(output: output)
        text = explanation.text
        truncated = !explanation.isClosed
        injectionFailed = InjectionFailure.shows(in: explanation.text, marker: marker)
        self.output = output
        self.tokenIDs = tokenIDs
        self.tokenLogProbabilities = tokenLogProbabilities
    }
}
