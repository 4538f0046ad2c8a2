/// Something that is known, or why it is not.
public enum Known<Value: Sendable>: Sendable {
    case known(Value)
    case missing(String)

    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    public var reason: String? {
        if case .missing(let why) = self { why } else { nil }
    }
}

/// What figures are relative to: μ, Var and the unit mean direction v̄/‖v̄‖, each with its source.
///
/// Make it once and use it for many tokens or methods.
public struct MeasureReference: Sendable {
    /// μ, `[d]`.
    public let mean: Known<[Double]>
    public let meanSource: StatisticSource
    /// ‖μ‖².
    let meanSquares: Double
    public let variance: Known<Double>
    public let varianceSource: StatisticSource
    /// v̄/‖v̄‖, `[d]`.
    public let direction: Known<[Double]>
    public let directionSource: StatisticSource
    /// What was left out of the rows or tokens that are measured, not of those behind μ and Var.
    public var excluded: [Exclusion]

    package init(
        mean: Known<[Double]>, meanSource: StatisticSource, variance: Known<Double>, varianceSource: StatisticSource,
        direction: Known<[Double]>, directionSource: StatisticSource, excluded: [Exclusion] = []
    ) {
        self.mean = mean
        self.meanSource = meanSource
        meanSquares = mean.value.map(squaredLength) ?? 0
        self.variance = variance
        self.varianceSource = varianceSource
        self.direction = direction
        self.directionSource = directionSource
        self.excluded = excluded
    }

    /// No statistics: what needs μ or Var is undefined, with that reason.
    public static let none = MeasureReference(
        mean: .missing(noStatistics), meanSource: .missing, variance: .missing(noStatistics), varianceSource: .missing,
        direction: .missing(noStatistics), directionSource: .missing)

    private static let noStatistics = "no statistics: μ and Var come from other documents, and there are none"

    /// From the sums of documents; nil or empty sums are no statistics.
    public init(_ statistics: SiteStatistics?, excluded: [Exclusion] = []) {
        self.init(statistics, statistics?.source ?? .missing, excluded)
    }

    /// From an estimate, whose provenance every figure carries on.
    public init(_ estimate: StatisticsEstimate, excluded: [Exclusion] = []) {
        self.init(estimate.statistics, .documents(estimate.provenance), excluded)
    }

    private init(_ statistics: SiteStatistics?, _ source: StatisticSource, _ excluded: [Exclusion]) {
        guard let statistics, let variance = statistics.variance else {
            self = .none
            self.excluded = excluded
            return
        }
        self.init(
            mean: .known(statistics.mean), meanSource: source, variance: Self.usable(variance), varianceSource: source,
            direction: Self.direction(of: statistics.unitMean), directionSource: source, excluded: excluded)
    }

    /// From the evaluated rows themselves, or from what the caller gives in place of μ and of Var. v̄ is always that of the rows.
    /// - Parameters:
    ///   - rows: `[N, d]`, finite, N > 0.
    ///   - mean: μ in the activations' own units, `[d]`, and what to call it.
    ///   - variance: Var, and what to call it.
    public init(rows: Rows, mean: (vector: [Double], name: String)? = nil, variance: (number: Double, name: String)? = nil) {
        let source = StatisticSource.rows(count: rows.count)
        var statistics = SiteStatistics(width: rows.width)
        for row in 0..<rows.count { statistics.add(rows[row]) }
        let unit = Self.unitMoments(rows, statistics)
        let rowMean =
            rows.count == 1 ? Known<[Double]>.missing("with one row, μ from the rows is that row itself") : .known(Self.mean(of: rows))
        self.init(
            mean: mean.map { .known($0.vector) } ?? rowMean, meanSource: mean.map { .given($0.name) } ?? source,
            variance: variance.map { .known($0.number) } ?? unit.variance, varianceSource: variance.map { .given($0.name) } ?? source,
            direction: unit.direction, directionSource: source)
    }

    private static func unitMoments(_ rows: Rows, _ statistics: SiteStatistics) -> (variance: Known<Double>, direction: Known<[Double]>) {
        if let flaw = statistics.exclusions.first {
            let why =
                "\(flaw.count) of the \(rows.count) rows \(flaw.count == 1 ? "has" : "have") no direction (\(flaw.name)), so the rows have no unit mean"
            return (.missing(why), .missing(why))
        }
        let variance: Known<Double> = rows.count == 1 ? .missing("with one row, Var from the rows is 0") : usable(statistics.variance ?? 0)
        return (variance, direction(of: statistics.unitMean))
    }

    private static func mean(of rows: Rows) -> [Double] {
        var sum = [Double](repeating: 0, count: rows.width)
        for row in 0..<rows.count {
            for i in 0..<rows.width { sum[i] += Double(rows.values[row * rows.width + i]) }
        }
        return sum.map { $0 / Double(rows.count) }
    }

    /// Where a figure's μ and Var are from.
    /// - Parameter rows: the tokens that are measured.
    func sources(of definition: Definition, rows: Int) -> (mean: StatisticSource, variance: StatisticSource) {
        switch definition {
        case .global, .perToken: (meanSource, .notUsed)
        // D takes the means of x and of e over the very rows, whatever μ is given.
        case .residualVariance: (.rows(count: rows), .notUsed)
        case .centredCosine: (directionSource, .notUsed)
        case .normalised, .normalisedOneScale, .normalisedOracleScale: (.notUsed, varianceSource)
        default: (.notUsed, .notUsed)
        }
    }

    /// Why a figure rests on too little; nil where it does not.
    package func instability(of definition: Definition, rows: Int) -> String? {
        let sources = sources(of: definition, rows: rows)
        return sources.variance.varianceWarning ?? sources.mean.warning
    }

    private static func usable(_ variance: Double) -> Known<Double> {
        guard variance.isFinite else { return .missing("Var is not a finite number") }
        return variance > Resolution.squared ? .known(variance) : .missing("Var is 0: all activations have one direction")
    }

    private static func direction(of unitMean: [Double]) -> Known<[Double]> {
        let length = squaredLength(unitMean).squareRoot()
        // Unit vectors that cancel leave rounding of doubles, 1e-16 each.
        guard length.isFinite, length > 1e-12 else { return .missing("the unit mean is 0 and has no direction") }
        return .known(unitMean.map { $0 / length })
    }
}

/// Where μ or Var of a figure came from.
public enum StatisticSource: Sendable, Equatable {
    /// The definition needs none.
    case notUsed
    /// The evaluated rows themselves.
    case rows(count: Int)
    /// A vector or number that the caller gave, by its name.
    case given(String)
    /// Other documents.
    case documents(Provenance)
    /// The definition needs one and there is none.
    case missing

    /// Other documents of which no more is known than their names and tokens.
    public static func documents(_ names: [String], tokens: Int) -> StatisticSource {
        .documents(Provenance(documents: names, tokens: tokens))
    }

    /// What other documents they are; nil for any other source.
    public var provenance: Provenance? {
        if case .documents(let provenance) = self { provenance } else { nil }
    }

    public var text: String {
        switch self {
        case .notUsed: "not used"
        case .rows(let count): count == 1 ? "the 1 row itself" : "the \(count) rows themselves"
        case .given(let name): "given (\(name))"
        case .documents(let provenance): provenance.text
        case .missing: "no statistics"
        }
    }

    /// What a reader must know before trusting the figure.
    public var warning: String? {
        switch self {
        case .rows(let tokens): tokens < Provenance.fewTokens ? "fewer than \(Provenance.fewTokens) tokens, unstable" : nil
        case .documents(let provenance): provenance.instability
        case .notUsed, .given, .missing: nil
        }
    }

    /// The same where it is Var that comes from here.
    public var varianceWarning: String? { provenance.map(\.varianceInstability) ?? warning }

    /// The text with its warning.
    public var textWithWarning: String { warning.map { "\(text): \($0)" } ?? text }

    /// The same where it is Var that comes from here.
    package var textWithVarianceWarning: String { varianceWarning.map { "\(text): \($0)" } ?? text }
}

/// Tokens that a figure leaves out, named and counted.
public struct Exclusion: Sendable, Codable, Equatable {
    /// Such as "BOS" or "norm above 10 × median".
    public let name: String
    public let count: Int

    public init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}
