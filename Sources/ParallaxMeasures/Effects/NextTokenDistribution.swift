import Foundation

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
