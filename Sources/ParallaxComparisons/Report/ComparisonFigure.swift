/// One figure of a method: a definition at a scale, its interval, and how many tokens it rests on.
public struct ComparisonFigure: Sendable, Codable, Equatable {
    public struct Interval: Sendable, Codable, Equatable {
        public var low: Double
        public var high: Double

        public init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    public let definition: Definition
    public let scale: ReconstructionScale
    /// nil where undefined.
    public let value: Double?
    /// Why there is no value.
    public let why: String?
    /// 95 %, by a bootstrap over documents; nil where there are too few or one of them has no value.
    public var interval: Interval?
    /// Tokens.
    public let count: Int

    public init(_ definition: Definition, _ scale: ReconstructionScale = .asIs, _ outcome: Outcome, interval: Interval? = nil, count: Int) {
        self.definition = definition
        self.scale = scale
        value = outcome.number
        why = outcome.reason
        self.interval = interval
        self.count = count
    }

    /// The path in the JSON: "cosine", "fve.global", "rescaled.kl".
    public var key: String { VectorComparison.Column(definition: definition, scale: scale).key }
    /// "A", "KL", "A rescaled".
    public var symbol: String { VectorComparison.Column(definition: definition, scale: scale).symbol }
}
