import ParallaxCompute

/// What is known of the reconstructions put back at the cursor.
public struct SpliceState: Sendable {
    public var table: Latest<SpliceQuestion>?
    public var noise: Latest<SpliceNoiseQuestion>?
}

/// What the model says after each reconstruction was put back at one position: one row a method, the clean run first.
public struct SpliceTable: Equatable, Sendable {
    public enum Change: Sendable {
        case features, text
    }

    public struct Row: Equatable, Sendable {
        public var name: String
        /// What the person changed; nil where nothing.
        public var change: Change?
        /// The row of the reconstruction before the change, which a changed one is to be compared with.
        public var before: Int?
        /// KL(clean ‖ spliced) at the position, nats.
        public var divergence: Outcome
        /// Mean KL over the next tokens, nats.
        public var following: Outcome
        /// −log p of the actual next token, nats.
        public var crossEntropy: Outcome
        /// Most likely next tokens.
        public var next: [LensCell.Token]
        /// Greedy, after the position; raw text.
        public var continuation: String

        public init(name: String, change: Change? = nil, before: Int? = nil, divergence: Outcome, following: Outcome, crossEntropy: Outcome, next: [LensCell.Token], continuation: String) {
            self.name = name
            self.change = change
            self.before = before
            self.divergence = divergence
            self.following = following
            self.crossEntropy = crossEntropy
            self.next = next
            self.continuation = continuation
        }
    }

    public var rows: [Row]
    /// Tokens behind the position over which `following` is the mean.
    public var followingCount: Int

    public init(rows: [Row], followingCount: Int) {
        self.rows = rows
        self.followingCount = followingCount
    }
}
