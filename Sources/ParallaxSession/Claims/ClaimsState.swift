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
    /// Where the workspace names no file for them: what the person said when they were asked.
    public var log = VerdictPlace.unasked
    /// Whether verdicts are shown as they are if tests that read the document's text decide nothing.
    public var isBlind = false
    /// Where the page of claims was left.
    var focus = ClaimFocus()

    public init() {}
}

/// Where verdicts go if the workspace does not say it. Nothing is written before the person was asked, and they are asked once.
public enum VerdictPlace: Equatable, Sendable {
    case unasked
    case file(String)
    /// They count in this session, and no file holds them.
    case none
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

/// Where the person is among the claims.
public struct ClaimFocus: Equatable, Sendable {
    /// The list that takes the arrow keys.
    public enum Part: CaseIterable, Equatable, Sendable {
        case claims, tests, values
    }

    public var part = Part.claims
    public var claim = 0
    /// Index into `ClaimTest.allCases`.
    public var test = 0
    public var value = 0
    /// The row of values that the person goes through in a claim's place.
    public var swap: ClaimSwap?

    public init() {}
}

/// The values that are tried in one claim's place, one after the other. They stay those of the text in which the first was exchanged,
/// whatever the tests find for the texts on the way.
public struct ClaimSwap: Equatable, Sendable {
    public let text: String
    public let claim: Claim
    /// The stated one first.
    public let values: [String]
    public private(set) var index = 0

    /// Nil where the claim states no value that could be exchanged or there is no other.
    public init?(_ evidence: ClaimEvidence, in text: String) {
        guard let stated = evidence.claim.value, evidence.claim.valueRange != nil else { return nil }
        let others = evidence.candidates.map(\.value).filter { $0 != stated }
        guard !others.isEmpty else { return nil }
        self.text = text
        claim = evidence.claim
        values = [stated] + others
    }

    /// The text with the value at `index` in the claim's place.
    public var changed: String { index == 0 ? text : ExplanationEdits.replacing(claim, with: values[index], in: text) }

    mutating func advance() { index = (index + 1) % values.count }

    mutating func choose(_ value: String) { index = values.firstIndex(of: value) ?? index }
}

/// What stands before a claim, before and after its tests.
public enum ClaimMark: Hashable, Sendable {
    case notYet, running, failed
    case tested(ClaimVerdict.Support)

    /// What a sentence of several claims shows: the one that deserves the least belief.
    public static func gravest(_ marks: [ClaimMark]) -> ClaimMark? { marks.max { $0.gravity < $1.gravity } }

    private var gravity: Int {
        switch self {
        case .tested(.supported): 0
        case .tested(.unresolved): 1
        case .tested(.unsupported): 2
        case .notYet: 3
        case .running: 4
        case .failed: 5
        }
    }
}
