/// An interval of a figure over documents drawn anew.
public struct BootstrapInterval: Sendable, Codable, Equatable {
    public let low: Double
    public let high: Double
    /// The share of resamples between the two, 0.95 unless asked otherwise.
    public let level: Double
    public let documents: Int
    /// Resamples in which the figure had a value.
    public let resamples: Int

    /// A paired difference whose interval does not hold 0 is one that the documents separate.
    public var excludesZero: Bool { low > 0 || high < 0 }
}

/// Intervals by drawing documents, not tokens: the tokens of a document are alike, and pretending otherwise makes every interval too narrow
/// (Efron and Tibshirani 1993, chapter 13: the percentile interval; Davison and Hinkley 1997, section 3.8: resampling whole clusters).
///
///     let bootstrap = DocumentBootstrap(documents: sums.count, seed: 0)
///     let interval = bootstrap.interval { weights in
///         // Σ_document weight · Σ‖e‖² and so on: a document drawn twice has weight 2, one not drawn 0
///     }
///
/// Resample r depends on the seed, r and the number of documents alone: figures of different methods stand on the same draws, so that the
/// difference of two of them is a paired one. Draws are made when they are needed and none is kept.
public struct DocumentBootstrap: Sendable {
    /// Percentile intervals of fewer documents are far too narrow, and their ends repeat a handful of values.
    public static let fewestDocuments = 10
    /// Above this share of resamples without a value, what is left describes other documents.
    private static let mostUndefined = 0.05

    public let documents: Int
    public let seed: UInt64
    public let resamples: Int
    public let level: Double

    /// - Parameters:
    ///   - resamples: at least 1.
    ///   - level: above 0 and below 1.
    public init(documents: Int, seed: UInt64, resamples: Int = 1000, level: Double = 0.95) {
        precondition(documents >= 0 && resamples > 0 && level > 0 && level < 1)
        self.documents = documents
        self.seed = seed
        self.resamples = resamples
        self.level = level
    }

    /// How often each document is drawn in resample `index`, `[documents]`; sums to `documents`.
    public func weights(_ index: Int) -> [Double] {
        var stream = RandomStream(seed: seed, stream: index)
        var weights = [Double](repeating: 0, count: documents)
        for _ in 0..<documents { weights[stream.index(below: documents)] += 1 }
        return weights
    }

    /// The interval of one figure.
    /// - Parameter statistic: the figure for a weight per document, `[documents]`.
    public func interval(_ statistic: @Sendable ([Double]) -> Outcome) -> Known<BootstrapInterval> {
        intervals(1) { [statistic($0)] }[0]
    }

    /// The interval of a − b on the same draws.
    public func difference(
        _ a: @Sendable ([Double]) -> Outcome, _ b: @Sendable ([Double]) -> Outcome
    ) -> Known<BootstrapInterval> {
        interval { weights in a(weights).flatMap { a in b(weights).map { a - $0 } } }
    }

    /// The intervals of many figures on the same draws.
    /// - Parameters:
    ///   - count: how many figures `statistics` gives.
    ///   - statistics: the figures for a weight per document, `[documents]`. Called from several threads.
    public func intervals(_ count: Int, _ statistics: @Sendable ([Double]) -> [Outcome]) -> [Known<BootstrapInterval>] {
        guard documents >= Self.fewestDocuments else {
            let have = documents == 1 ? "1 document" : "\(documents) documents"
            return [Known](repeating: .missing("\(have): an interval needs \(Self.fewestDocuments) at least"), count: count)
        }
        var draws = [[Outcome]](repeating: [], count: resamples)
        draws.withUnsafeMutableBufferPointer { draws in
            // What a figure costs is not known; some thousand operations a document is near enough to decide whether to share.
            ComputeThreads.share(resamples, grain: 16, operations: resamples * documents * count * 100) { range in
                for index in range {
                    let figures = statistics(weights(index))
                    precondition(figures.count == count, "\(figures.count) figures where \(count) belong")
                    draws[index] = figures
                }
            }
        }
        return (0..<count).map { figure in interval(of: draws.map { $0[figure] }) }
    }

    private func interval(of draws: [Outcome]) -> Known<BootstrapInterval> {
        let values = draws.compactMap(\.number).sorted()
        guard Double(draws.count - values.count) <= Self.mostUndefined * Double(draws.count) else {
            return .missing("undefined in \(draws.count - values.count) of \(draws.count) resamples: \(draws.lazy.compactMap(\.reason).first ?? "")")
        }
        guard let low = Distribution.quantile((1 - level) / 2, sorted: values), let high = Distribution.quantile((1 + level) / 2, sorted: values) else {
            return .missing("no resample has a value")
        }
        return .known(BootstrapInterval(low: low, high: high, level: level, documents: documents, resamples: values.count))
    }
}
