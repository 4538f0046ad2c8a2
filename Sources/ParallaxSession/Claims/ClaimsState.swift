import ParallaxCompute

/// What is known of the claims at the cursor, and what the person has done with them.
public struct ClaimsState: Sendable {
    /// Whether claims are tested where the cursor goes, as far as they cost little.
    public var isOn = false
    /// Tests that the person switched off.
    public var off: Set<ClaimTest> = []
    /// How the person cut texts into claims.
    public var cuts: [ClaimPlace: [ClaimEdit]] = [:]
    /// What the person holds of claims, as said in this session.
    public var verdicts: [ClaimPlace: [String: PersonVerdict.Verdict]] = [:]

    public var estimate: Latest<ClaimEstimateQuestion>?
    /// The newest page, whole or with the tests that are done.
    public var page: Latest<ClaimsQuestion>?
    /// What was tested to its end.
    var finished: ClaimSubject?
    /// What the person let start in spite of its cost.
    var granted: ClaimSubject?
    /// What the person stopped.
    var stopped: ClaimSubject?
    /// Verdicts of the person on their way to the file, oldest first.
    var unwritten: [JudgedClaim] = []
    /// Where the page of claims was left.
    var focus = ClaimFocus()

    public init() {}
}

/// A text at a token: the explanation, or what the person put in its place.
public struct ClaimPlace: Hashable, Sendable {
    public var key: VerbalKey
    /// Nil for the explanation itself.
    public var text: String?

    public init(key: VerbalKey, text: String?) {
        self.key = key
        self.text = text
    }
}
