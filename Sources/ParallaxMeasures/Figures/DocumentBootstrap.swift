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
        guard let low = Distribution.quantile((1 - level) / 2, sorted: values),
            let high = Distribution.quantile((1 + level) / 2, sorted: values)
        else {
            return .missing("no resample has a value")
        }
        guard low.isFinite, high.isFinite else { return .missing("a resample beyond all numbers") }
        return .known(BootstrapInterval(low: low, high: high, level: level, documents: documents, resamples: values.count))
    }
}

/// A figure in every resample of a bootstrap.
public struct BootstrapDraws: Sendable, Equatable {
    /// NaN where it is undefined.
    public private(set) var values: [Double] = []
    /// Why it is undefined in the first resample in which it is.
    public private(set) var reason: String?

    public init() {}

    public mutating func append(_ outcome: Outcome) {
        values.append(outcome.number ?? .nan)
        reason = reason ?? outcome.reason
    }

    /// The difference on the same draws.
    public static func - (a: BootstrapDraws, b: BootstrapDraws) -> BootstrapDraws {
        precondition(a.values.count == b.values.count)
        var difference = BootstrapDraws()
        difference.values = zip(a.values, b.values).map { $0 - $1 }
        difference.reason = a.reason ?? b.reason
        return difference
    }
}

/// Pairs that are wrong on purpose: every token with one of another document, each taken once.
public enum Derangement {
    /// Exchanges tried per token after the first pairing, which only rotates the documents against each other.
    private static let passes = 8

    /// A permutation p such that token i and token p[i] are of different documents; the same for the same seed.
    /// - Parameter documentOf: the document of each token.
    /// - Returns: `[tokens]`.
    /// - Throws: `Complaint` where one document holds more than half of the tokens, so that no such permutation exists.
    public static func acrossDocuments(documentOf: [Int], seed: UInt64) throws -> [Int] {
        var stream = RandomStream(seed: seed, stream: 0)
        var members: [Int: [Int]] = [:]
        for (token, document) in documentOf.enumerated() { members[document, default: []].append(token) }
        let most = members.values.map(\.count).max() ?? 0
        guard 2 * most <= documentOf.count else {
            throw Complaint(
                "mismatched pairs", expected: "no document with more than half of the tokens",
                found: "\(most) of \(documentOf.count) in one",
                remedy: "compare more documents, or shorter parts of this one")
        }
        // Documents side by side, moved on by the size of the largest: nobody meets a token of the same document.
        var order: [Int] = []
        for document in stream.shuffled(members.keys.sorted()) { order += stream.shuffled(members[document, default: []]) }
        var partner = [Int](repeating: 0, count: order.count)
        for (place, token) in order.enumerated() { partner[token] = order[(place + most) % order.count] }
        // Exchanges that keep this true make it a random one.
        for _ in 0..<Self.passes {
            for token in partner.indices {
                let other = stream.index(below: partner.count)
                guard documentOf[token] != documentOf[partner[other]], documentOf[other] != documentOf[partner[token]] else { continue }
                partner.swapAt(token, other)
            }
        }
        return partner
    }
}
