/// What a reconstruction does to the model's next-token distribution when it replaces the activation. Functions of logits,
/// in nats, summed in double; −∞ logits (masked tokens) are allowed.
public enum OutputEffect {
    /// Natural logarithm of the softmax; nil where it does not exist (no logits, NaN, +∞, or all −∞).
    public static func logProbabilities(_ logits: [Float]) -> [Double]? {
        NextTokenDistribution(logits: logits[...]).map { p in logits.indices.map { p.logProbability(of: $0) } }
    }

    /// KL(clean ‖ spliced) = Σ p (log p − log q), p and q the softmax of the logits.
    public static func divergence(clean: [Float], spliced: [Float]) -> Outcome {
        guard clean.count == spliced.count else { return .undefined("\(clean.count) clean logits and \(spliced.count) spliced ones") }
        return divergence(clean: NextTokenDistribution(logits: clean[...]), spliced: NextTokenDistribution(logits: spliced[...]))
    }

    /// The same for distributions over one vocabulary; nil stands for logits that hold none.
    public static func divergence(clean: NextTokenDistribution?, spliced: NextTokenDistribution?) -> Outcome {
        guard let clean else { return .undefined("the clean logits hold no distribution") }
        guard let spliced else { return .undefined("the spliced logits hold no distribution") }
        return spliced.divergence(from: clean)
    }

    /// −log p(next) of the token that follows.
    public static func crossEntropy(_ logits: [Float], next token: Int) -> Outcome {
        guard logits.indices.contains(token) else { return .undefined("token \(token) is outside the \(logits.count) logits") }
        return crossEntropy(NextTokenDistribution(logits: logits[...]), next: token)
    }

    /// The same for a distribution; nil stands for logits that hold none.
    public static func crossEntropy(_ distribution: NextTokenDistribution?, next token: Int) -> Outcome {
        guard let distribution else { return .undefined("the logits hold no distribution") }
        guard (0..<distribution.count).contains(token) else { return .undefined("token \(token) is outside the \(distribution.count) logits") }
        return Outcome(-distribution.logProbability(of: token), orUndefined: "infinite: the token that follows is impossible")
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
        return topTokenAgrees(clean: NextTokenDistribution(logits: clean[...]), spliced: NextTokenDistribution(logits: spliced[...]))
    }

    /// The same for distributions; nil stands for logits that hold none.
    public static func topTokenAgrees(clean: NextTokenDistribution?, spliced: NextTokenDistribution?) -> Outcome {
        guard let clean, let spliced else { return .undefined("the logits hold no distribution") }
        return .value(clean.likeliest == spliced.likeliest ? 1 : 0)
    }
}
