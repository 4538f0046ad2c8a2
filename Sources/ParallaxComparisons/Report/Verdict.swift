/// A sentence that follows from figures, and what it is about.
public struct Verdict: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// Who is ahead of whom by which definitions, and where the documents cannot tell.
        case pair
        /// Geometry and causal effect name different winners.
        case effect
        /// F below 0.
        case belowZero = "below zero"
        /// What the AR reads.
        case control
        /// A baseline that does as well as a method.
        case baseline
        /// A method that does far better at some places of a document than at others.
        case stratum
        /// The rank of PCA that is as good.
        case rank
    }

    public let kind: Kind
    public let methods: [String]
    public let sentence: String

    public init(_ kind: Kind, _ methods: [String], _ sentence: String) {
        self.kind = kind
        self.methods = methods
        self.sentence = sentence
    }
}
