import Foundation

/// Chooses the next token of one row.
struct TokenChoice {
    private let sampling: Sampling
    private var stream: RandomStream

    init(_ sampling: Sampling, row: Int) {
        self.sampling = sampling
        stream = RandomStream(seed: sampling.seed, stream: sampling.firstRow + row)
    }

    /// The id, and the natural logarithm of its probability at temperature 1.
    mutating func next(_ logits: UnsafeBufferPointer<Float>) -> (id: Int, logProbability: Double) {
        let id = sampling.temperature > 0 ? drawn(logits) : likeliest(logits)
        return (id, Double(logits[id]) - Kernels.fastest.log_sum_exp(logits.baseAddress!, logits.count))
    }

    private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for id in logits.indices where logits[id] > logits[best] { best = id }
        return best
    }

    private mutating func drawn(_ logits: UnsafeBufferPointer<Float>) -> Int {
        let highest = Double(logits[likeliest(logits)])
        var weights = logits.map { exp((Double($0) - highest) / sampling.temperature) }
        sampling.cut(&weights)
        var left = stream.unit() * weights.reduce(0, +)
        for (id, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return id }
        }
        return likeliest(logits)
    }
}

extension Sampling {
    /// Sets the weights of the tokens to 0 that are not drawn: transformers' TopKLogitsWarper, then its TopPLogitsWarper.
    package func cut(_ weights: inout [Double]) {
        guard topTokens != nil || topProbability < 1 else { return }
        let order = weights.indices.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
        if let topTokens, topTokens < order.count {
            let least = weights[order[topTokens - 1]]
            for id in order[topTokens...] where weights[id] < least { weights[id] = 0 }
        }
        guard topProbability < 1 else { return }
        let wanted = topProbability * weights.reduce(0, +)
        var reached = 0.0
        for id in order {
            if reached >= wanted { weights[id] = 0 } else { reached += weights[id] }
        }
    }
}
