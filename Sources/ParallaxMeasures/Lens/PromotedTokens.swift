/// The tokens whose logit a direction raises and lowers most.
public struct PromotedTokens: Sendable, Equatable {
    /// Raised, most first, of equal ones the lower id first; fewer than asked for where fewer are raised.
    public var promoted: [Int]
    /// Lowered, most first.
    public var suppressed: [Int]
    /// By how much each of `promoted` is raised, in logits times the length that the final norm divides by: comparable within one model.
    public var raised: [Float]
    /// The same of `suppressed`; negative.
    public var lowered: [Float]

    public init(promoted: [Int], suppressed: [Int], raised: [Float], lowered: [Float]) {
        self.promoted = promoted
        self.suppressed = suppressed
        self.raised = raised
        self.lowered = lowered
    }
}
