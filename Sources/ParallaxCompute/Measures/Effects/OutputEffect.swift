import Foundation

/// What a reconstruction does to the model's next-token distribution when it replaces the activation. Functions of logits,
/// in nats, summed in double; −∞ logits (masked tokens) are allowed.
public enum OutputEffect {
    /// Natural logarithm of the softmax; nil where it does not exist (no logits, NaN, +∞, or all −∞).
    public static func logProbabilities(_ logits: [Float]) -> [Double]? {
        guard let highest = logits.max(), highest.isFinite, !logits.contains(where: \.isNaN) else { return nil }
        let shifted = logits.map { Double($0) - Double(highest) }
        let normaliser = log(shifted.reduce(0) { $0 + exp($1) })
        return shifted.map { $0 - normaliser }
    }

    /// KL(clean ‖ spliced) = Σ p (log p − log q), p and q the softmax of the logits.
    public static func divergence(clean: [Float], spliced: [Float]) -> Outcome {
        guard clean.count == spliced.count else { return .undefined("\(clean.count) clean logits and \(spliced.count) spliced ones") }
        guard let p = logProbabilities(clean) else { return .undefined("the clean logits hold no distribution") }
        guard let q = logProbabilities(spliced) else { return .undefined("the spliced logits hold no distribution") }
        var sum = 0.0
        for (a, b) in zip(p, q) where a > -.infinity {
            let weight = exp(a)
            guard weight > 0 else { continue }
            guard b > -.infinity else { return .undefined("infinite: a token that the clean model can say is impossible after splicing") }
            sum += weight * (a - b)
        }
        // Equal distributions may round to a hair below zero.
        return Outcome(max(0, sum))
    }

    /// −log p(next) of the token that follows.
    public static func crossEntropy(_ logits: [Float], next token: Int) -> Outcome {
        guard logits.indices.contains(token) else { return .undefined("token \(token) is outside the \(logits.count) logits") }
        guard let p = logProbabilities(logits) else { return .undefined("the logits hold no distribution") }
        return Outcome(-p[token], orUndefined: "infinite: the token that follows is impossible")
    }

    /// 1 − KL_rec / KL_abl, for one ablation (zero or mean, as the definition says).
    public static func divergenceRecovered(reconstruction: Outcome, ablation: Outcome) -> Outcome {
        reconstruction.flatMap { kept in
            ablation.flatMap { lost in
                lost > 0 ? Outcome(1 - kept / lost) : .undefined("the ablation does not change the distribution (KL 0)")
            }
        }
    }

    /// (CE_abl − CE_rec) / (CE_abl − CE_clean), for one ablation.
    public static func crossEntropyScore(clean: Outcome, reconstruction: Outcome, ablation: Outcome) -> Outcome {
        clean.flatMap { clean in
            reconstruction.flatMap { kept in
                ablation.flatMap { lost in
                    lost != clean ? Outcome((lost - kept) / (lost - clean)) : .undefined("the ablation does not change the cross-entropy")
                }
            }
        }
    }

    /// 1 where both distributions have the same top token (the lowest id where several tie), else 0.
    public static func topTokenAgrees(clean: [Float], spliced: [Float]) -> Outcome {
        guard clean.count == spliced.count else { return .undefined("\(clean.count) clean logits and \(spliced.count) spliced ones") }
        guard let a = top(clean), let b = top(spliced) else { return .undefined("the logits hold no distribution") }
        return .value(a == b ? 1 : 0)
    }

    private static func top(_ logits: [Float]) -> Int? {
        guard logProbabilities(logits) != nil else { return nil }
        return logits.indices.max { logits[$0] < logits[$1] || (logits[$0] == logits[$1] && $0 > $1) }
    }
}
