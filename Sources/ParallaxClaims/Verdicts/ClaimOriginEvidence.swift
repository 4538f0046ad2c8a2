import Foundation

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
