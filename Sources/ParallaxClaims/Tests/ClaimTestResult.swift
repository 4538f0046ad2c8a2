/// What one test found for one claim.
public struct ClaimTestResult: Sendable, Equatable {
    public let test: ClaimTest
    public let statistic: Outcome
    /// The same statistic for candidates at this very place that are not what the explanation states: few, but of this activation.
    public let candidates: ClaimNull
    /// From calibration documents, pooled over the class; nil without a calibration.
    public let pooled: ClaimNull?

    public init(test: ClaimTest, statistic: Outcome, candidates: ClaimNull, pooled: ClaimNull? = nil) {
        self.test = test
        self.statistic = statistic
        self.candidates = candidates
        self.pooled = pooled
    }

    /// The null that decides: the pooled one where there is one.
    public var null: ClaimNull { pooled ?? candidates }

    /// One-sided tail probability under `null`; nil without a statistic or a null.
    public var tail: Double? {
        guard let number = statistic.number, !null.draws.isEmpty else { return nil }
        return null.tail(number)
    }
}
