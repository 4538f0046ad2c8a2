/// What the model does with one reconstruction in the place of one activation. "Clean" is the same model left alone;
/// natural logarithms (nats) throughout.
public struct SpliceResult: Sendable, Equatable {
    /// A token that may come next.
    public struct Token: Sendable, Equatable {
        public var id: Int
        /// At temperature 1.
        public var probability: Double

        public init(id: Int, probability: Double) {
            self.id = id
            self.probability = probability
        }
    }

    /// The variant's.
    public var name: String
    /// The most likely next tokens at the position, highest first, of equal ones the lower id first; empty where the logits hold no
    /// distribution.
    public var topTokens: [Token]
    /// KL(clean ‖ spliced) at the position.
    public var divergence: Outcome
    /// KL(clean ‖ spliced) at each of the n positions behind it, where both runs read the document's own tokens; fewer at its end.
    public var followingDivergences: [Outcome]
    /// Their mean; undefined with a reason where nothing follows.
    public var meanFollowingDivergence: Outcome
    /// −log p of the token that follows in the document; undefined at its last position.
    public var crossEntropy: Outcome
    /// The mean of −log p of the document's next token over the position and the n behind it, as far as they have a next token.
    public var meanCrossEntropy: Outcome
    /// 1 where the top token at the position is that of the clean run, else 0.
    public var topTokenAgrees: Outcome
    /// What the model says from the position on, greedily; ends behind a stop token, at m tokens or where the context is full.
    public var continuation: [Int]
}

extension NextTokenDistribution {
    /// The `count` most likely tokens, highest first, of equal ones the lower id first.
    func topTokens(_ count: Int) -> [SpliceResult.Token] {
        top(count).map { .init(id: $0, probability: probability(of: $0)) }
    }
}
