/// A claim with everything that was found out about it.
public struct ClaimEvidence: Sendable, Equatable {
    public let claim: Claim
    /// In the order of `ClaimTest.allCases`, those that ran.
    public var results: [ClaimTestResult]
    public var verdict: ClaimVerdict
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

    public init(claim: Claim, results: [ClaimTestResult], verdict: ClaimVerdict, candidates: [Candidate]) {
        self.claim = claim
        self.results = results
        self.verdict = verdict
        self.candidates = candidates
    }

    public func result(_ test: ClaimTest) -> ClaimTestResult? { results.first { $0.test == test } }
}
