import Foundation

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
        guard (0..<distribution.count).contains(token) else {
            return .undefined("token \(token) is outside the \(distribution.count) logits")
        }
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

/// The softmax of one row of logits, normalised once for all figures that read it. In nats and double; −∞ logits (masked
/// tokens) are allowed.
public struct NextTokenDistribution: Sendable {
    /// As they came out of the unembedding; a slice, so that a row of a large matrix is not copied.
    private let logits: ArraySlice<Float>
    private let highest: Double
    /// log Σ exp(logit − highest)
    private let normaliser: Double
    /// −Σ p log p, nats.
    public let entropy: Double

    /// - Parameter logits: One a token of the vocabulary.
    /// - Returns: nil where they hold no distribution: none at all, NaN, +∞, or all −∞.
    public init?(logits: ArraySlice<Float>) {
        guard !logits.isEmpty else { return nil }
        let (highest, hasNaN) = logits.withUnsafeBufferPointer { logits in
            var highest = -Float.infinity
            var hasNaN = false
            for logit in logits {
                if logit > highest { highest = logit }
                hasNaN = hasNaN || logit.isNaN
            }
            return (Double(highest), hasNaN)
        }
        guard highest.isFinite, !hasNaN else { return nil }
        self.logits = logits
        self.highest = highest
        // One exponential a token gives both sums: −Σ p log p = log Σ e^s − Σ s e^s / Σ e^s, s the logit less the highest.
        let (sum, weighted) = logits.withUnsafeBufferPointer { logits in
            var sum = 0.0, weighted = 0.0
            for logit in logits {
                let shifted = Double(logit) - highest, weight = exp(shifted)
                guard weight > 0 else { continue }
                sum += weight
                weighted += weight * shifted
            }
            return (sum, weighted)
        }
        normaliser = log(sum)
        // Certainty may round to a hair below zero.
        entropy = max(0, log(sum) - weighted / sum)
    }

    /// The size of the vocabulary.
    public var count: Int { logits.count }

    /// log p of a token, −∞ for a masked one.
    public func logProbability(of token: Int) -> Double { Double(logits[logits.startIndex + token]) - highest - normaliser }

    public func probability(of token: Int) -> Double { exp(logProbability(of: token)) }

    /// The id with the highest probability; of exactly equal ones the lowest.
    public var likeliest: Int {
        logits.withUnsafeBufferPointer { logits in
            var best = 0
            for id in logits.indices where logits[id] > logits[best] { best = id }
            return best
        }
    }

    /// The ids of the `count` most likely tokens, highest first, of equal ones the lower id first.
    public func top(_ count: Int) -> [Int] {
        logits.withUnsafeBufferPointer { logits in TopSelection.largest(min(count, logits.count), of: logits).map(\.index) }
    }

    /// 1 for the top token; of equal ones the lower id comes first.
    public func rank(of token: Int) -> Int {
        logits.withUnsafeBufferPointer { logits in
            let own = logits[token]
            var before = 0
            for id in logits.indices where logits[id] > own || (logits[id] == own && id < token) { before += 1 }
            return before + 1
        }
    }

    /// KL(other ‖ self) = Σ p (log p − log q), where `other` is p and this is q.
    package func divergence(from other: NextTokenDistribution) -> Outcome {
        guard count == other.count else { return .undefined("\(other.count) clean logits and \(count) spliced ones") }
        let sum = other.logits.withUnsafeBufferPointer { p in
            logits.withUnsafeBufferPointer { q -> Double? in
                var sum = 0.0
                for id in p.indices {
                    let a = Double(p[id]) - other.highest - other.normaliser, weight = exp(a)
                    guard weight > 0 else { continue }
                    guard q[id] > -.infinity else { return nil }
                    sum += weight * (a - (Double(q[id]) - highest - normaliser))
                }
                return sum
            }
        }
        guard let sum else { return .undefined("infinite: a token that the clean model can say is impossible after splicing") }
        // Equal distributions may round to a hair below zero.
        return Outcome(max(0, sum))
    }
}
