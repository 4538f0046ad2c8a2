import ParallaxCompute

/// What testing an explanation will cost, said before anything starts.
public struct ClaimEstimate: Sendable, Equatable {
    public var budget: ClaimBudget
    /// From the speed that was measured on this machine.
    public var expectedSeconds: Double
    /// The claims as the rules and the person cut them; nothing has been tested.
    public var claims: [Claim]
    /// The classes that the rules know, in their order.
    public var classes: [String]

    /// What a person waits for without having been asked.
    static let smallSeconds = 2.0

    public init(_ budget: ClaimBudget, expectedSeconds: Double, claims: [Claim] = [], classes: [String] = []) {
        self.budget = budget
        self.expectedSeconds = expectedSeconds
        self.claims = claims
        self.classes = classes
    }

    /// Whether it may start by itself.
    public var isSmall: Bool { expectedSeconds < Self.smallSeconds }
}
