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
