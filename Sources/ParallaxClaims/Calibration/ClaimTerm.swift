import Foundation

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
        knots =
            bends
            ? Array(Set([0.1, 0.3, 0.6].map { (quantile($0) - centre) / spread })).sorted().filter {
                $0 > (first - centre) / spread && abs($0) < Self.farthest
            } : []
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
        return numbers.allSatisfy(\.isFinite) && spread > 0 && knots.count == knotSlopes.count && knots.count <= 16
            && (0...1).contains(presence)
    }
}

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

/// One claim with what the tests found, as calibration and study read it.
public struct ClaimCase: Sendable, Equatable {
    /// Where the claim comes from.
    public enum Source: String, Sendable, Codable {
        /// The verbalizer wrote it.
        case written
        /// A random other value of the class was put in the claim's place; false by construction.
        case randomSwap
        /// The false value that the AR likes most was put there.
        case bestLie
    }

    /// Titles tell documents apart.
    public var document: String
    /// The first of the documents that are copies of this one; nil where it has none before it.
    public var copyOf: String?
    /// What folds, bootstraps and counts of documents take as one.
    var unit: String { copyOf ?? document }
    public var position: Int
    public var source: Source
    public var className: String
    public var kind: ClaimKind
    /// What it states.
    public var value: String
    /// In the order of `ClaimTest.allCases`; nil where a test is undefined or was not run.
    public var statistics: [Double?]
    /// Whether the document's text says so; nil where nobody knows.
    public var isTrue: Bool?
    /// Whether a held-out linear probe for the fact is right at this position; nil without a probe for it.
    public var isReadable: Bool?
    /// p_probe(stated value | h); nil without a probe.
    public var probePosterior: Double?

    public init(
        document: String, position: Int, source: Source, className: String, kind: ClaimKind, value: String, statistics: [Double?],
        isTrue: Bool? = nil, isReadable: Bool? = nil,
        probePosterior: Double? = nil
    ) {
        self.document = document
        self.position = position
        self.source = source
        self.className = className
        self.kind = kind
        self.value = value
        self.statistics = statistics
        self.isTrue = isTrue
        self.isReadable = isReadable
        self.probePosterior = probePosterior
    }
}
