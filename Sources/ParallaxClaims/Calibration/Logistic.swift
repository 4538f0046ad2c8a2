import Foundation

/// The logistic function and what goes with it, at any size of the argument.
enum Logistic {
    /// 1 / (1 + e^−x)
    static func probability(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exp(-x)) }
        let e = exp(x)
        return e / (1 + e)
    }

    /// log(p / (1 − p))
    static func logOdds(_ p: Double) -> Double { log(p) - log1p(-p) }

    /// log(1 + e^x)
    static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    /// −log p of what was so, in nats.
    static func loss(logOdds: Double, isTrue: Bool) -> Double { softplus(isTrue ? -logOdds : logOdds) }
}
