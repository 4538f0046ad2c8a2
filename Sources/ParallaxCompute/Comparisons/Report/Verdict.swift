/// What can be said in words, and from which figures.
public struct Verdict: Sendable, Codable, Equatable {
    public enum Outcome: String, Sendable, Codable {
        case ahead
        case tie
        case tooFew = "too few documents to say"
        case undefined
        /// A control or a baseline that does as well as the method.
        case control
        /// Geometry and causal effect, or two definitions, name different winners.
        case disagreement
        /// F below 0.
        case belowZero = "below zero"
    }

    public let outcome: Outcome
    /// The methods that it is about; the leader first where one is ahead.
    public let methods: [String]
    public let definition: Definition?
    public let scale: ReconstructionScale?
    /// The difference of the two figures, the first less the second, and its interval.
    public let difference: Double?
    public let interval: ComparisonFigure.Interval?
    public let sentence: String
}
