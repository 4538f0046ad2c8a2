import Foundation

/// One-sided confidence bounds of a share, exact for independent draws (Clopper and Pearson 1934), and for claims that come in documents
/// with the number of claims divided by the design effect (Korn and Graubard 1998).
enum BinomialBound {
    /// The largest share that `successes` of `count` rule out from below at `level`; 0 where nothing was seen.
    static func lower(successes: Double, count: Double, level: Double) -> Double {
        guard count > 0, successes > 0 else { return 0 }
        return quantile(1 - level, successes, count - successes + 1)
    }

    /// 1 where nothing was seen.
    static func upper(successes: Double, count: Double, level: Double) -> Double {
        1 - lower(successes: count - successes, count: count, level: level)
    }

    /// How many claims without one exception it takes for `lower` to reach `share`.
    static func fewest(reaching share: Double, level: Double) -> Int { Int(clamping: (log(1 - level) / log(share)).rounded(.up)) }

    /// Variance of a share over documents by that of as many independent claims, 1 at least: claims of a document are right or wrong together.
    /// - Parameter documents: successes and claims of each.
    static func designEffect(_ documents: some Collection<(successes: Int, count: Int)>) -> Double {
        let count = Double(documents.reduce(0) { $0 + $1.count }), successes = Double(documents.reduce(0) { $0 + $1.successes })
        let share = successes / count, filled = Double(documents.count { $0.count > 0 })
        guard count > 0, filled > 1, share > 0, share < 1 else { return 1 }
        let squares = documents.reduce(0.0) { sum, document in
            let excess = Double(document.successes) - share * Double(document.count)
            return sum + excess * excess
        }
        return max(1, squares * filled / (filled - 1) / (count * share * (1 - share)))
    }

    /// Where the regularised incomplete beta function I_x(a, b) reaches `probability`, by bisection.
    private static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        var low = 0.0, high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if incompleteBeta(middle, a, b) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8, evaluated by Lentz's method).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast on this side only.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let tiny = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0, d = 1 / safe(1 - (a + b) * x / (a + 1)), fraction = d
        for m in 1...500 {
            let m = Double(m)
            for term in [m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))] {
                d = 1 / safe(1 + term * d)
                c = safe(1 + term / c)
                fraction *= c * d
            }
            if abs(c * d - 1) < 1e-14 { break }
        }
        return front * fraction
    }
}

/// Holm's correction (1979): what is called significant on a page has a chance of at most α to hold one false alarm.
enum HolmCorrection {
    /// Corrected tail probabilities in the order given; nil stays nil and counts for nothing.
    ///
    /// The k-th smallest of m is multiplied by m − k + 1, is never below a smaller one's, and never above 1.
    static func corrected(_ tails: [Double?]) -> [Double?] {
        let order = tails.indices.filter { tails[$0] != nil }.sorted { (tails[$0] ?? 0, $0) < (tails[$1] ?? 0, $1) }
        var result = tails, largest = 0.0
        for (rank, place) in order.enumerated() {
            largest = max(largest, min(1, (tails[place] ?? 1) * Double(order.count - rank)))
            result[place] = largest
        }
        return result
    }
}
