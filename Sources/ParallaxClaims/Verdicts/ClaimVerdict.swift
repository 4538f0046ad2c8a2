/// What the tests say of a claim, in two fields: whether h holds it, and where else it could come from.
public struct ClaimVerdict: Sendable, Equatable {
    public enum Support: String, Sendable, Codable, CaseIterable {
        case supported, unsupported
        /// Common, and no failure: the tests cannot tell.
        case unresolved
    }

    public enum Origin: String, Sendable, Codable, CaseIterable {
        /// A writer who saw only the text could say it.
        case derivable
        /// The AV says it without the activation.
        case seeded
        case neither
    }

    public let support: Support
    public let origin: Origin
    /// The tests that weighed most, the heaviest first.
    public let decidedBy: [ClaimTest]
    /// Why, in a sentence: for unresolved what was too few or where the tests disagree.
    public let reason: String
    /// P(true) by the calibration, nil without one.
    public let probability: Double?
    /// Tail probability of the combination under the pooled null of its class, corrected over the claims of the page (Holm); nil without one.
    public let correctedTail: Double?

    public init(support: Support, origin: Origin, decidedBy: [ClaimTest], reason: String, probability: Double? = nil, correctedTail: Double? = nil) {
        self.support = support
        self.origin = origin
        self.decidedBy = decidedBy
        self.reason = reason
        self.probability = probability
        self.correctedTail = correctedTail
    }
}
