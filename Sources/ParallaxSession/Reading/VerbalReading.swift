import ParallaxCompute

/// One activation as words, and what the words reconstruct.
public struct VerbalReading: Sendable {
    public var text: String
    /// Nil where a file of explanations does not say it, as the next.
    public var tokenCount: Int?
    /// Sum over the generated tokens, natural logarithm.
    public var logProbability: Double?
    public var truncated: Bool
    public var injectionFailed: Bool
    /// Of AR(text) against the activation; nil where the verbalizer has no AR.
    public var figures: TokenFigures?
    /// Why there are none though there is an AR: the text is longer than it reads, or holds a token that it lacks.
    public var unread: Complaint?
    /// What the file says beside the text; nil for texts that were made here.
    public var stated: StatedReading?

    public init(text: String, tokenCount: Int?, logProbability: Double?, truncated: Bool, injectionFailed: Bool, figures: TokenFigures?, stated: StatedReading? = nil) {
        self.text = text
        self.tokenCount = tokenCount
        self.logProbability = logProbability
        self.truncated = truncated
        self.injectionFailed = injectionFailed
        self.figures = figures
        self.stated = stated
    }

    /// A text of a file, with nothing computed here.
    init(stated: StatedReading) {
        let explanation = stated.explanation
        self.init(
            text: explanation.text, tokenCount: explanation.tokenCount, logProbability: explanation.logProbability, truncated: explanation.truncated ?? false,
            injectionFailed: explanation.injectionFailed, figures: nil, stated: stated)
    }

    /// −log2 p of the text under the AV.
    public var bits: Double? { logProbability.map { -$0 / 0.693147180559945309417 } }
}
