/// What is known of the logit lens.
public struct LensState: Sendable {
    package var rows: Remembered<LensKey, [LensCell]> = [:]
    public var column: Latest<LensColumnQuestion>?
}

/// What the logit lens says at one site and position.
public struct LensCell: Equatable, Sendable {
    /// Of the next-token distribution, nats.
    public var entropy: Double
    /// Of the actual next token, 1 is the top; nil at the last position.
    public var rank: Int?
    /// −log p of the actual next token, nats; nil at the last position.
    public var surprise: Double?
    /// Most likely next tokens; empty where only the grid asked.
    public var top: [Token]

    public struct Token: Equatable, Sendable {
        /// Raw; views make it safe.
        public var text: String
        public var probability: Double

        public init(text: String, probability: Double) {
            self.text = text
            self.probability = probability
        }
    }

    public init(entropy: Double, rank: Int?, surprise: Double?, top: [Token] = []) {
        self.entropy = entropy
        self.rank = rank
        self.surprise = surprise
        self.top = top
    }
}
