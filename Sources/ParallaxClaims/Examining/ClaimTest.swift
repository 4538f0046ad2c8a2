/// The tests that a claim can be put to. Each gives one statistic, larger for claims that deserve belief, beside a null distribution.
///
/// The order is that in which they run: cheap and telling ones first.
public enum ClaimTest: String, Sendable, CaseIterable, Codable {
    /// Share of other samples of the AV, at temperature 1, that state the claim.
    case resampling
    /// Whether the visible text up to the position holds what the claim states. Never sees h.
    case context
    /// Share of the explanations of neighbouring positions that state it, less that of another document's.
    case recurrence
    /// log p_AV(stated value) less that of all candidates together: the AV's own posterior over what could stand there, natural logarithm.
    case likelihood
    /// cos(AR(z), h) less the best cosine with another candidate in its place, in units of the noise of neutral edits.
    case swap
    /// cos(AR(z), h) − cos(AR(z without the claim), h), in units of the noise of neutral edits.
    case deletion
    /// log p_AV(claim | h) − log p_AV(claim | mean vector): what the activation adds, natural logarithm.
    case information
    /// Of the features that the claim brings into AR(z), the share (by activation) that are active in h; both encoded apart, at ‖h‖.
    case witness
    /// log p_AV(claim | h) − log p_AV(claim | h without the claim's direction), natural logarithm.
    case causal
    /// Whether a writer who saw only the text says it: a supplied mimic text, or the language model asked over the prefix. Never sees h.
    case derivable
    /// The claim's Shapley value: its mean contribution to cos(AR, h) over orders in which claims are put together.
    case shapley

    /// Whether it reads the document's text; such tests say what a claim could be known from, not what h holds.
    public var readsText: Bool { self == .context || self == .derivable }
}

extension ClaimTest {
    /// What its statistic is, in the words that stand beside it on the screen.
    public var statistic: String {
        switch self {
        case .resampling: "share of other samples of the AV, at temperature 1, that state it"
        case .context: "whether the text up to the token holds it"
        case .recurrence: "share of the neighbouring tokens' explanations that state it, less that of another document's"
        case .likelihood: "log p under the AV, less that of all values together, nats"
        case .swap: "cos(AR(z), h) less the best with another value, in units of the noise of neutral edits"
        case .deletion: "cos(AR(z), h) less that without the claim, in units of the noise of neutral edits"
        case .information: "log p under the AV with h, less that with the mean vector, nats"
        case .witness: "of the features that it brings into AR(z), the share by activation that are active in h"
        case .causal: "log p under the AV with h, less that with the claim's direction taken out of h, nats"
        case .derivable: "whether a writer who saw only the text says it"
        case .shapley: "its mean share in cos(AR, h) over the orders in which the claims are put together"
        }
    }
}

/// What a test's statistic looks like for claims that are not so: the distribution that a claim's own statistic is seen against.
public struct ClaimNull: Sendable, Equatable {
    /// Ascending, finite.
    public let draws: [Double]
    /// "10 other values of this slot", "812 random swaps of class mood in calibration documents".
    public let source: String

    public init(_ draws: [Double], source: String) {
        self.draws = draws.filter(\.isFinite).sorted()
        self.source = source
    }

    /// One-sided: (1 + number of draws at or above the statistic) / (n + 1); never below 1/(n + 1).
    public func tail(_ statistic: Double) -> Double {
        var low = 0, high = draws.count
        while low < high {
            let middle = (low + high) / 2
            if draws[middle] < statistic { low = middle + 1 } else { high = middle }
        }
        return Double(1 + draws.count - low) / Double(draws.count + 1)
    }
}

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

/// What testing an explanation costs, counted before anything starts and again afterwards.
public struct ClaimBudget: Sendable, Equatable {
    /// Texts that the AV writes, token by token.
    public var written = 0
    /// Texts that the AV only scores.
    public var scored = 0
    /// Texts that the AR reads.
    public var read = 0
    /// Tokens through all of these.
    public var tokens = 0
    /// 2 · parameters · tokens, summed over AV and AR.
    public var flops = 0.0

    public init(written: Int = 0, scored: Int = 0, read: Int = 0, tokens: Int = 0, flops: Double = 0) {
        self.written = written
        self.scored = scored
        self.read = read
        self.tokens = tokens
        self.flops = flops
    }
}
