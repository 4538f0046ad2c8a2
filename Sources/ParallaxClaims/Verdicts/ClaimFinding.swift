import Foundation

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

    public init(
        support: Support, origin: Origin, decidedBy: [ClaimTest], reason: String, probability: Double? = nil, correctedTail: Double? = nil
    ) {
        self.support = support
        self.origin = origin
        self.decidedBy = decidedBy
        self.reason = reason
        self.probability = probability
        self.correctedTail = correctedTail
    }
}

/// A claim with everything that was found out about it.
public struct ClaimEvidence: Sendable, Equatable {
    public let claim: Claim
    /// In the order of `ClaimTest.allCases`, those that ran.
    public var results: [ClaimTestResult]
    public var verdict: ClaimVerdict
    /// The verdict if tests that read the document's text decide nothing.
    public var blind: ClaimVerdict
    /// Other values or sentences that stood in the claim's place, the one that the AR likes most first.
    public var candidates: [Candidate]

    /// Something else that could stand in the claim's place.
    public struct Candidate: Sendable, Equatable {
        public let value: String
        /// cos(AR(z with it), h)
        public let cosine: Double?
        /// log p_AV(the claim with it | h), natural logarithm.
        public let logProbability: Double?
        /// Share of the samples that state it.
        public let sampleShare: Double?

        public init(value: String, cosine: Double?, logProbability: Double?, sampleShare: Double?) {
            self.value = value
            self.cosine = cosine
            self.logProbability = logProbability
            self.sampleShare = sampleShare
        }
    }

    /// - Parameter blind: nil where that is the same.
    public init(
        claim: Claim, results: [ClaimTestResult], verdict: ClaimVerdict, blind: ClaimVerdict? = nil, candidates: [Candidate]
    ) {
        self.claim = claim
        self.results = results
        self.verdict = verdict
        self.blind = blind ?? verdict
        self.candidates = candidates
    }

    public func result(_ test: ClaimTest) -> ClaimTestResult? { results.first { $0.test == test } }
}

/// What the AV says without the activation: where a claim could come from if not from h.
public struct ClaimOriginEvidence: Sendable, Equatable {
    /// log p_AV(claim | text before it, mean vector), natural logarithm.
    public var priorLogProbability: Double?
    /// Share of explanations written without the activation (null injection or mean vector) that state the claim.
    public var priorShare: Double?

    public init(priorLogProbability: Double? = nil, priorShare: Double? = nil) {
        self.priorLogProbability = priorLogProbability
        self.priorShare = priorShare
    }

    /// Without the activation the AV says the claim in half of its explanations; or with p ≥ .05, which the activation does not even double.
    /// - Parameter information: the statistic of that test.
    func isSeeded(information: Double?) -> Bool {
        if let priorShare, priorShare >= 0.5 { return true }
        guard let information, let priorLogProbability else { return false }
        return priorLogProbability >= log(0.05) && information < log(2)
    }
}

/// A claim with its statistics, as the verdict rules read it.
public struct ClaimFinding: Sendable, Equatable {
    public var className: String
    public var kind: ClaimKind
    /// In the order of `ClaimTest.allCases`; nil where a test is undefined or was not run.
    public var statistics: [Double?]
    /// The same statistics of other candidates at this place, for verdicts without a calibration.
    public var candidates: [ClaimTest: ClaimNull]
    public var origin: ClaimOriginEvidence

    public init(
        className: String, kind: ClaimKind, statistics: [Double?], candidates: [ClaimTest: ClaimNull] = [:],
        origin: ClaimOriginEvidence = .init()
    ) {
        self.className = className
        self.kind = kind
        self.statistics = statistics
        self.candidates = candidates
        self.origin = origin
    }

    public init(claim: Claim, results: [ClaimTestResult], origin: ClaimOriginEvidence = .init()) {
        self.init(
            className: claim.className, kind: claim.kind,
            statistics: ClaimTest.allCases.map { test in results.first { $0.test == test }?.statistic.number },
            candidates: Dictionary(results.map { ($0.test, $0.candidates) }, uniquingKeysWith: { first, _ in first }), origin: origin)
    }

    public init(_ claim: ClaimCase) {
        self.init(className: claim.className, kind: claim.kind, statistics: claim.statistics)
    }

    func statistic(_ test: ClaimTest) -> Double? { statistics.indices.contains(test.index) ? statistics[test.index] : nil }

    /// Where else the claim could come from. The text comes first: what stands there needs no prior.
    var source: ClaimVerdict.Origin {
        if [ClaimTest.context, .derivable].contains(where: { (statistic($0) ?? 0) > 0 }) { return .derivable }
        return origin.isSeeded(information: statistic(.information)) ? .seeded : .neither
    }
}

/// The claims of one explanation, tested. A value: the screen and the command print the same one.
public struct ClaimPage: Sendable, Equatable {
    /// The explanation as it was tested.
    public let explanation: String
    public var claims: [ClaimEvidence]
    /// F of the first 0, 1, 2 … sentences under the AR; empty where there is no AR.
    public var prefixCurve: [Outcome]
    /// Tests that did not run, and why.
    public var left: [ClaimTest: String]
    /// On what the probabilities and pooled nulls rest: nil without a calibration.
    public var calibration: String?
    /// Why the workspace's calibration does not hold for this text; nil where it does, and without one.
    public var misfit: String?
    /// Whether the document is one of those that the calibration learnt from: its probabilities are too good there. Nil without a calibration.
    public var isTaught: Bool?
    /// Forward passes that were made, counted as texts through the AV and the AR.
    public var runs: ClaimBudget

    public init(
        explanation: String, claims: [ClaimEvidence], prefixCurve: [Outcome], left: [ClaimTest: String], calibration: String?,
        runs: ClaimBudget
    ) {
        self.explanation = explanation
        self.claims = claims
        self.prefixCurve = prefixCurve
        self.left = left
        self.calibration = calibration
        self.runs = runs
    }

    /// "3 of 7 claims supported, 2 of them without reading the text".
    public var summary: String { Self.summary([self]) }

    /// The same of several pages together.
    public static func summary(_ pages: [ClaimPage]) -> String {
        let claims = pages.flatMap(\.claims), supported = claims.filter { $0.verdict.support == .supported }
        let blind = supported.count { $0.blind.support == .supported }
        return "\(supported.count) of \(claims.count) claims supported, "
            + (supported.isEmpty ? "none without reading the text" : "\(blind) of them without reading the text")
    }

    /// On what the probabilities rest, and whether the document at hand taught them; nil without a calibration.
    public var basis: String? {
        calibration.map { basis in
            switch isTaught {
            case true: "\(basis); the shown document is among them: its probabilities are too good"
            case false: "\(basis); the shown document is not among them"
            case nil: basis
            }
        }
    }
}
