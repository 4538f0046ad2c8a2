import ParallaxCompute

/// How the two reconstructions of one activation agree with each other: both encoded by the dictionary, separately, at ‖h‖.
public struct Agreement: Equatable, Sendable {
    /// cos(y_SAE, y_NLA).
    public var cosine: Outcome
    /// Features active in h and in the NLA's vector.
    public var kept: [Int]
    /// Active in h, not in the NLA's vector.
    public var lost: [Int]
    /// Active in the NLA's vector, not in h.
    public var made: [Feature]

    public struct Feature: Equatable, Sendable {
        public var id: Int
        public var activation: Float
        public var label: String?

        public init(id: Int, activation: Float, label: String?) {
            self.id = id
            self.activation = activation
            self.label = label
        }
    }

    public init(cosine: Outcome, kept: [Int], lost: [Int], made: [Feature]) {
        self.cosine = cosine
        self.kept = kept
        self.lost = lost
        self.made = made
    }
}

/// The control of kept features: the same count with the NLA's vectors of other tokens.
public struct MismatchControl: Equatable, Sendable {
    /// Mean number of features kept, over the pairs.
    public var kept: Double
    public var pairs: Int
    /// "other documents", or "other tokens of this document" where there is only one.
    public var source: String

    public init(kept: Double, pairs: Int, source: String) {
        self.kept = kept
        self.pairs = pairs
        self.source = source
    }
}
