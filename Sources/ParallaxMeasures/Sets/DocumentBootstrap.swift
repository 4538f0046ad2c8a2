import Foundation

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
/// Every document stands in a resample as often as a Poisson(1) number says, drawn by the seed, the document's number and the resample alone:
/// the limit of drawing as many documents as there are, and it asks for no more than one document at a time (Hanley and MacGibbon 2006;
/// Chamandy et al. 2012, "Estimating uncertainty for massive data streams"). So the sums of all resamples are gathered in one pass, in
/// memory that does not grow with the documents, and merged shards have the draws of one run.
///
///     let bootstrap = DocumentBootstrap(seed: 0)
///     for document in documents {
///         let weights = bootstrap.weights(document: document.index)   // resample r: sums[r] += weights[r] · the document's sums
///     }
///     let interval = bootstrap.interval(of: draws, documents: documents.count)
///
/// Figures of different methods stand on the same draws, so that the difference of two of them is a paired one.
public struct DocumentBootstrap: Sendable {
    /// Percentile intervals of fewer documents are far too narrow, and their ends repeat a handful of values.
    public static let fewestDocuments = 10
    /// Above this share of resamples without a value, what is left describes other documents.
    private static let mostUndefined = 0.05

    public let seed: UInt64
    public let resamples: Int
    public let level: Double

    /// - Parameters:
    ///   - resamples: at least 1.
    ///   - level: above 0 and below 1.
    public init(seed: UInt64, resamples: Int = 1000, level: Double = 0.95) {
        precondition(resamples > 0 && level > 0 && level < 1)
        // A seed of its own: texts are drawn by streams of the same seed and number.
        var own = RandomStream(seed: seed, stream: -1)
        self.seed = own.next()
        self.resamples = resamples
        self.level = level
    }

    /// P(n ≤ k) of a Poisson number of mean 1; one above the last has a chance below 2⁻⁶⁰.
    private static let cumulative: [Double] = {
        var all: [Double] = [], term = exp(-1.0), sum = 0.0
        for k in 1...20 {
            sum += term
            all.append(sum)
            term /= Double(k)
        }
        return all
    }()

    /// How often a document stands in each resample, `[resamples]`: whole numbers, 1 in the mean.
    public func weights(document: Int) -> [Double] {
        var stream = RandomStream(seed: seed, stream: document)
        return (0..<resamples).map { _ in
            let place = stream.unit()
            return Double(Self.cumulative.firstIndex { place < $0 } ?? Self.cumulative.count)
        }
    }

    /// The interval of a figure.
    /// - Parameters:
    ///   - draws: its value in every resample.
    ///   - documents: those behind it.
    public func interval(of draws: BootstrapDraws, documents: Int) -> Known<BootstrapInterval> {
        guard documents >= Self.fewestDocuments else {
            let have = documents == 1 ? "1 document" : "\(documents) documents"
            return .missing("\(have): an interval needs \(Self.fewestDocuments) at least")
        }
        let all = draws.values, values = all.filter { !$0.isNaN }.sorted()
        guard Double(all.count - values.count) <= Self.mostUndefined * Double(all.count) else {
            return .missing("undefined in \(all.count - values.count) of \(all.count) resamples: \(draws.reason ?? "")")
        }
        guard let low = Distribution.quantile((1 - level) / 2, sorted: values), let high = Distribution.quantile((1 + level) / 2, sorted: values) else {
            return .missing("no resample has a value")
        }
        guard low.isFinite, high.isFinite else { return .missing("a resample beyond all numbers") }
        return .known(BootstrapInterval(low: low, high: high, level: level, documents: documents, resamples: values.count))
    }
}
