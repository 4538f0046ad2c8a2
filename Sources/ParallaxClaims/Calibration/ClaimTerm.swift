/// One test in a combination: how its statistic is brought to scale, and what it adds to the log odds.
///
///     z = (transformed statistic − centre) / spread, no farther than ±8
///     log odds += slope z + Σ_k knotSlopes_k max(0, z − knot_k)
public struct ClaimTerm: Sendable, Equatable, Codable {
    public let test: ClaimTest
    /// Median of the transformed statistic over calibration claims.
    let centre: Double
    /// Interquartile range / 1.349, or a third of the standard deviation where that is more: half of the claims may share one value.
    let spread: Double
    /// Where the line may bend, in z; none for statistics of few values.
    let knots: [Double]
    /// Share of the calibration claims that have this statistic.
    let presence: Double
    var slope = 0.0
    var knotSlopes: [Double]
    /// Added where there is no statistic.
    var missing = 0.0

    /// A test says nothing of claims where few have it.
    private static let fewest = 20
    private static let farthest = 8.0
    private static let fewestValuesToBend = 8

    /// nil where fewer than 20 claims have the statistic, or all the same one.
    /// - Parameter statistics: of calibration claims, nil where undefined.
    init?(_ test: ClaimTest, statistics: [Double?], samples: Int) {
        let values = statistics.compactMap { $0 }.filter(\.isFinite).map { test.transformed($0, samples: samples) }.sorted()
        guard values.count >= Self.fewest, let first = values.first, let last = values.last, first < last else { return nil }
        func quantile(_ share: Double) -> Double { Distribution.quantile(share, sorted: values) ?? first }
        let mean = values.reduce(0, +) / Double(values.count)
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        let (centre, spread) = (quantile(0.5), max((quantile(0.75) - quantile(0.25)) / 1.349, deviation / 3))
        self.test = test
        self.centre = centre
        self.spread = spread
        presence = Double(values.count) / Double(statistics.count)
        let bends = Set(values).count >= Self.fewestValuesToBend
        knots = bends ? Array(Set([0.1, 0.3, 0.6].map { (quantile($0) - centre) / spread })).sorted().filter { $0 > (first - centre) / spread && abs($0) < Self.farthest } : []
        knotSlopes = [Double](repeating: 0, count: knots.count)
    }

    /// How many columns of a regression the term takes: z, one a knot, and one for "no statistic".
    var columns: Int { knots.count + 2 }

    /// z, nil where there is no statistic.
    func scaled(_ statistic: Double?, samples: Int) -> Double? {
        guard let statistic, statistic.isFinite else { return nil }
        return min(Self.farthest, max(-Self.farthest, (test.transformed(statistic, samples: samples) - centre) / spread))
    }

    /// The columns for a claim, `[columns]`.
    func features(_ statistic: Double?, samples: Int) -> [Double] {
        guard let z = scaled(statistic, samples: samples) else { return [Double](repeating: 0, count: columns - 1) + [1] }
        return [z] + knots.map { max(0, z - $0) } + [0]
    }

    /// What the test adds to the log odds.
    /// - Parameter ownSlope: how much steeper the claim's class is.
    func contribution(_ statistic: Double?, ownSlope: Double, samples: Int) -> Double {
        guard let z = scaled(statistic, samples: samples) else { return missing }
        return zip(knots, knotSlopes).reduce((slope + ownSlope) * z) { $0 + $1.1 * max(0, z - $1.0) }
    }

    /// Whether a file may say so.
    var isSound: Bool {
        let numbers = [centre, spread, presence, slope, missing] + knots + knotSlopes
        return numbers.allSatisfy(\.isFinite) && spread > 0 && knots.count == knotSlopes.count && knots.count <= 16 && (0...1).contains(presence)
    }
}
