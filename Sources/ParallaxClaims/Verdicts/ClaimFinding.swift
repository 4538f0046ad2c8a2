/// A claim with its statistics, as the verdict rules read it.
public struct ClaimFinding: Sendable, Equatable {
    public var className: String
    public var kind: ClaimKind
    /// In the order of `ClaimTest.allCases`; nil where a test is undefined or was not run.
    public var statistics: [Double?]
    /// The same statistics of other candidates at this place, for verdicts without a calibration.
    public var candidates: [ClaimTest: ClaimNull]
    public var origin: ClaimOriginEvidence

    public init(className: String, kind: ClaimKind, statistics: [Double?], candidates: [ClaimTest: ClaimNull] = [:], origin: ClaimOriginEvidence = .init()) {
        self.className = className
        self.kind = kind
        self.statistics = statistics
        self.candidates = candidates
        self.origin = origin
    }

    public init(claim: Claim, results: [ClaimTestResult], origin: ClaimOriginEvidence = .init()) {
        self.init(
            className: claim.className, kind: claim.kind, statistics: ClaimTest.allCases.map { test in results.first { $0.test == test }?.statistic.number },
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
