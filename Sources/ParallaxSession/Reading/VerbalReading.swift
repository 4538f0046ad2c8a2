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
    /// The same in few words, for where there is little room.
    public var unreadWords: String? { unread.map { "the AR cannot read it: \($0.found)" } }
    /// What the file says beside the text; nil for texts that were made here.
    public var stated: StatedReading?
    /// What was explained together with it here; nil for texts that stand in a file alone.
    public var batch: ExplanationBatch?

    public init(
        text: String, tokenCount: Int?, logProbability: Double?, truncated: Bool, injectionFailed: Bool, figures: TokenFigures?,
        stated: StatedReading? = nil
    ) {
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
            text: explanation.text, tokenCount: explanation.tokenCount, logProbability: explanation.logProbability,
            truncated: explanation.truncated ?? false,
            injectionFailed: explanation.injectionFailed, figures: nil, stated: stated)
    }

    /// −log2 p of the text under the AV.
    public var bits: Double? { logProbability.map { -$0 / 0.693147180559945309417 } }
}

/// What a file says of one activation beside the text, and what its figures give when they are derived again.
public struct StatedReading: Equatable, Sendable {
    public var explanation: FileExplanation
    public var check: StatedCheck
    /// Var by which fve_nrm was derived; nil where there is none.
    public var variance: StatedVariance?
    /// Further texts of the same activation.
    public var samples: [FileExplanation]
    /// What is odd about the activation, as far as the file tells.
    public var remark: String?

    /// - Parameter variance: the workspace's, or else the file's.
    public init(_ explanation: FileExplanation, variance: StatedVariance?, samples: [FileExplanation] = [], remark: String? = nil) {
        self.explanation = explanation
        self.variance = variance
        self.samples = samples
        self.remark = remark
        check = StatedCheck(explanation.stated, variance: variance)
    }

    /// The same by the workspace's Var, where it has one.
    func measured(by variance: Double?) -> StatedReading {
        guard let variance = variance.flatMap({ StatedVariance($0, source: .workspace) }) else { return self }
        return StatedReading(explanation, variance: variance, samples: samples, remark: remark)
    }
}

/// Explanations that were made in one batch. The last digits of log p and of the figures depend on it: who makes one again has to make all of it.
public struct ExplanationBatch: Equatable, Sendable {
    public var document: DocumentID
    public var positions: [Int]
}
