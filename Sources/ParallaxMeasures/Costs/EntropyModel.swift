import Foundation

/// Coefficients to 2^bits levels, evenly spaced in the logarithm between two bounds taken from other documents.
///
/// The distortion that stands beside a number of bits is that of the values this gives back.
public struct CoefficientQuantiser: Sendable, Equatable {
    public let bits: Int
    public let lowest: Double
    public let highest: Double

    /// - Throws: `Complaint` for bits outside 1…16, and for bounds that are not 0 < lowest < highest.
    public init(bits: Int, lowest: Double, highest: Double) throws {
        guard (1...16).contains(bits), lowest > 0, highest > lowest, highest.isFinite else {
            throw Complaint(
                "quantiser", expected: "1 to 16 bits and bounds 0 < lowest < highest", found: "\(bits) bits, \(lowest) and \(highest)",
                remedy: "take the bounds from active coefficients of other documents")
        }
        self.bits = bits
        self.lowest = lowest
        self.highest = highest
    }

    /// Bounds from coefficients seen elsewhere: their 1st percentile, below which errors matter little, and their maximum.
    /// - Throws: `Complaint` where fewer than two different positive coefficients are given.
    public init(bits: Int, fittedTo coefficients: [Float]) throws {
        let active = coefficients.filter { $0 > 0 && $0.isFinite }.map(Double.init).sorted()
        try self.init(bits: bits, lowest: Distribution.quantile(0.01, sorted: active) ?? 0, highest: active.last ?? 0)
    }

    /// Number of levels, 2^bits.
    public var levels: Int { 1 << bits }

    private var step: Double { log(highest / lowest) / Double(levels - 1) }

    /// The nearest level, 0…levels − 1; values outside the bounds, NaN included, go to the nearest bound.
    public func bin(_ coefficient: Float) -> Int {
        let value = Double(coefficient)
        guard value > lowest else { return 0 }
        return value >= highest ? levels - 1 : min(max(0, Int(clamping: (log(value / lowest) / step).rounded())), levels - 1)
    }

    /// The coefficient that a level stands for.
    /// - Precondition: `0 ≤ bin < levels`.
    public func value(_ bin: Int) -> Float {
        precondition((0..<levels).contains(bin))
        return Float(lowest * exp(Double(bin) * step))
    }
}

/// Firing frequencies and coefficient histograms of a dictionary, counted on documents disjoint from those it measures:
/// mergeable, and smoothed so that nothing seen later is impossible.
///
///     model.count(features: [3, 17], bins: [0, 5])       // on other documents
///     model.bits(features: [3, 9], bins: [1, 4])         // Σ_active(−log2 p_i − log2 q_i(bin)) + Σ_inactive −log2(1 − p_i)
public struct EntropyModel: Sendable, Equatable {
    public let featureCount: Int
    public let bins: Int
    /// Tokens counted.
    public private(set) var tokens = 0
    /// `[features, bins]`.
    private var histogram: [Int]
    private var fired: [Int]
    private var pooled: [Int]
    /// Σ fired.
    private var firings = 0

    /// - Throws: `Complaint` for no features or bins, or more than fit.
    public init(featureCount: Int, bins: Int) throws {
        guard (1...(1 << 24)).contains(featureCount), (1...(1 << 16)).contains(bins), featureCount * bins <= 1 << 28 else {
            throw Complaint(
                "entropy model", expected: "1 to 2^24 features and 1 to 2^16 bins, at most 2^28 together",
                found: "\(featureCount) features and \(bins) bins", remedy: "quantise to fewer bits")
        }
        self.featureCount = featureCount
        self.bins = bins
        histogram = [Int](repeating: 0, count: featureCount * bins)
        fired = [Int](repeating: 0, count: featureCount)
        pooled = [Int](repeating: 0, count: bins)
    }

    /// Counts one token's code.
    /// - Precondition: equal counts, features below `featureCount` and each once, bins below `bins`.
    public mutating func count(features: [Int], bins codes: [Int]) {
        precondition(features.count == codes.count)
        tokens += 1
        for (feature, bin) in zip(features, codes) {
            precondition((0..<featureCount).contains(feature) && (0..<bins).contains(bin))
            histogram[feature * bins + bin] += 1
            fired[feature] += 1
            pooled[bin] += 1
            firings += 1
        }
    }

    /// - Throws: `Complaint` for a model of another shape.
    public mutating func merge(_ other: EntropyModel) throws {
        guard other.featureCount == featureCount, other.bins == bins else {
            throw Complaint(
                "entropy model", expected: "\(featureCount) features and \(bins) bins", found: "\(other.featureCount) and \(other.bins)",
                remedy: "count every shard with the same dictionary and quantiser")
        }
        tokens += other.tokens
        firings += other.firings
        for i in histogram.indices { histogram[i] += other.histogram[i] }
        for i in fired.indices { fired[i] += other.fired[i] }
        for i in pooled.indices { pooled[i] += other.pooled[i] }
    }

    /// p_i = (fired + ½) / (tokens + 1), the Krichevsky–Trofimov estimate.
    public func firingProbability(_ feature: Int) -> Double {
        (Double(fired[feature]) + 0.5) / (Double(tokens) + 1)
    }

    /// q_i(bin): the feature's histogram with one count spread like the pooled histogram of all features, itself with ½ a bin.
    public func binProbability(_ feature: Int, bin: Int) -> Double {
        let all = (Double(pooled[bin]) + 0.5) / (Double(firings) + 0.5 * Double(bins))
        return (Double(histogram[feature * bins + bin]) + all) / (Double(fired[feature]) + 1)
    }

    /// Σ_i −log2(1 − p_i): what a code with nothing active costs. Take it once for many codes.
    public var silence: Double {
        (0..<featureCount).reduce(0) { $0 - log2(1 - firingProbability($1)) }
    }

    /// Bits of one token's code.
    /// - Parameters:
    ///   - features: active, each once.
    ///   - codes: the bin of each.
    ///   - silence: `self.silence`, where it is known already.
    public func bits(features: [Int], bins codes: [Int], silence known: Double? = nil) -> Outcome {
        guard tokens > 0 else { return .undefined("no frequencies: they come from other documents, and there are none") }
        guard features.count == codes.count, Set(features).count == features.count else {
            return .undefined("a code that does not name every feature once, with its bin")
        }
        var total = known ?? silence
        for (feature, bin) in zip(features, codes) {
            guard (0..<featureCount).contains(feature), (0..<bins).contains(bin) else {
                return .undefined("feature \(feature) in bin \(bin) is outside the model")
            }
            let p = firingProbability(feature)
            total += log2(1 - p) - log2(p) - log2(binProbability(feature, bin: bin))
        }
        return Outcome(total)
    }
}
