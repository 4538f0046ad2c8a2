import Foundation

extension ClaimTest {
    /// The statistic on a scale on which a straight line is a fair guess of the log odds; increasing everywhere.
    ///
    /// - Shares of samples become log odds, with half a sample added to both sides.
    /// - A log posterior becomes log odds.
    /// - What is counted in units of noise or in nats has heavy tails: asinh is straight near 0 and a logarithm far from it.
    /// - Parameter samples: how many samples a share is of.
    func transformed(_ statistic: Double, samples: Int) -> Double {
        switch self {
        case .resampling:
            let (share, n) = (min(1, max(0, statistic)), Double(max(1, samples)))
            return log(share * n + 0.5) - log((1 - share) * n + 0.5)
        case .likelihood:
            return Logistic.logOdds(min(1 - 1e-6, max(1e-6, exp(statistic))))
        case .swap, .deletion, .information, .causal:
            return asinh(statistic)
        case .context, .recurrence, .witness, .derivable, .shapley:
            return statistic
        }
    }
}
