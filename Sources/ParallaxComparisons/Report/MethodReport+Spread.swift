import Foundation

extension MethodReport {
    /// How the values of single tokens spread.
    public struct Spread: Sendable, Codable, Equatable {
        public let definition: Definition
        public let scale: ReconstructionScale
        /// Tokens with a value.
        public let count: Int
        public let mean: Double?
        public let median: Double?
        public let p10: Double?
        public let p90: Double?
        public let minimum: Double?
        public let maximum: Double?
        /// Of fractions and cosines; nil for KL, which has no value below 0.
        public let shareBelowZero: Double?
        /// Tokens at which the KL is above 1 nat; nil for what is no KL.
        public let shareAboveOneNat: Double?
        /// Shares of the tokens in `Spread.bins` equal parts of the axis, the first and the last open to their sides.
        public let histogram: [Double]

        public static let bins = 24

        /// The axis of the histogram: of fractions and cosines their value from −1 to 1, of KL its decimal logarithm from 10⁻⁴ to 10 nats, since
        /// most tokens change by next to nothing and few by much.
        public static func range(_ definition: Definition) -> ClosedRange<Double> { isLogarithmic(definition) ? -4...1 : -1...1 }
        public static func isLogarithmic(_ definition: Definition) -> Bool { definition == .kl }

        /// The bin of a value.
        static func bin(_ value: Double, _ definition: Definition) -> Int {
            let range = range(definition), place = isLogarithmic(definition) ? log10(max(value, .leastNormalMagnitude)) : value
            let share = (place - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(bins)
            return min(max(0, Int(clamping: share)), bins - 1)
        }
    }
}
