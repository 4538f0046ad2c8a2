import Foundation

/// Chooses the next token of one row.
struct TokenChoice {
    let temperature: Double
    var stream: RandomStream

    init(_ sampling: Sampling, row: Int) {
        temperature = sampling.temperature
        stream = RandomStream(seed: sampling.seed, stream: sampling.firstRow + row)
    }

    /// The id, and the natural logarithm of its probability at temperature 1.
    mutating func next(_ logits: UnsafeBufferPointer<Float>) -> (id: Int, logProbability: Double) {
        let id = temperature > 0 ? drawn(logits) : likeliest(logits)
        return (id, Double(logits[id]) - Kernels.fastest.log_sum_exp(logits.baseAddress!, logits.count))
    }

    private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for id in logits.indices where logits[id] > logits[best] { best = id }
        return best
    }

    private mutating func drawn(_ logits: UnsafeBufferPointer<Float>) -> Int {
        let highest = Double(logits[likeliest(logits)])
        let weights = logits.map { exp((Double($0) - highest) / temperature) }
        var left = stream.unit() * weights.reduce(0, +)
        for (id, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return id }
        }
        return likeliest(logits)
    }
}
