import ParallaxCompute

/// What the model says after each reconstruction was put back at one position: one row a method, the clean run first.
public struct SpliceTable: Equatable, Sendable {
    public struct Row: Equatable, Sendable {
        public var name: String
        /// Whether it is the person's edit.
        public var isEdit: Bool
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

        public init(name: String, isEdit: Bool, divergence: Outcome, following: Outcome, crossEntropy: Outcome, next: [LensCell.Token], continuation: String) {
            self.name = name
            self.isEdit = isEdit
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
