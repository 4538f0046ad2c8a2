import ParallaxCompute

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
