/// What the model would say next if one residual state were its last.
public struct LensReading: Sendable, Equatable {
    /// −Σ p log p, nats.
    public var entropy: Double
    /// Of the document's next token: 1 is the top; of equal ones the lower id comes first. nil at the last position.
    public var rank: Int?
    /// −log p of the document's next token, nats; nil at the last position.
    public var surprise: Double?
    /// The most likely tokens, highest first.
    public var top: [SpliceResult.Token]

    public init(entropy: Double, rank: Int?, surprise: Double?, top: [SpliceResult.Token]) {
        self.entropy = entropy
        self.rank = rank
        self.surprise = surprise
        self.top = top
    }
}
