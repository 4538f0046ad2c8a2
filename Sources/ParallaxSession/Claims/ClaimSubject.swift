import ParallaxCompute

/// One explanation whose claims are tested: which, how the person has cut it, and which tests are off.
public struct ClaimSubject: Hashable, Sendable {
    public var document: DocumentID
    public var position: Int
    public var verbalizer: VerbalizerID
    /// For the test that asks its features; nil without a dictionary at the site.
    public var dictionary: DictionaryID?
    /// The text that the person put in the place of the explanation; nil for the explanation itself.
    public var text: String?
    public var edits: [ClaimEdit]
    public var off: Set<ClaimTest>
    /// The version of μ and Var, on which F of the prefix curve rests.
    public var statistics: Int

    public init(
        document: DocumentID, position: Int, verbalizer: VerbalizerID, dictionary: DictionaryID? = nil, text: String? = nil,
        edits: [ClaimEdit] = [], off: Set<ClaimTest> = [], statistics: Int
    ) {
        self.document = document
        self.position = position
        self.verbalizer = verbalizer
        self.dictionary = dictionary
        self.text = text
        self.edits = edits
        self.off = off
        self.statistics = statistics
    }

    /// Whether the other one differs by no more than the version of the statistics: its verdicts are the same, and so is its cost.
    public func isSame(as other: ClaimSubject) -> Bool {
        var other = other
        other.statistics = statistics
        return other == self
    }
}

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
