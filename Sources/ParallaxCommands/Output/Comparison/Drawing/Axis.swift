import Foundation

/// A linear axis: values to pixels, and round ticks.
struct Axis {
    let low: Double
    let high: Double
    /// Pixels of `low` and of `high`.
    let start: Double
    let end: Double

    /// Bounds that are equal, reversed or not finite are made a range of 1.
    init(_ low: Double, _ high: Double, from start: Double, to end: Double) {
        let isUsable = low.isFinite && high.isFinite && high - low > 1e-12 * max(1, abs(low))
        self.low = isUsable ? low : (low.isFinite ? low - 0.5 : 0)
        self.high = isUsable ? high : self.low + 1
        self.start = start
        self.end = end
    }

    func contains(_ value: Double) -> Bool { value >= low && value <= high }

    /// The pixel of a value, of its nearest bound where it lies outside.
    func place(_ value: Double) -> Double { start + (min(max(value, low), high) - low) / (high - low) * (end - start) }

    /// Multiples of 1, 2 or 5 times a power of ten, `count` of them at most.
    func ticks(_ count: Int) -> [Double] {
        let rough = (high - low) / Double(max(1, count))
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { (high - low) / $0 <= Double(max(1, count)) } ?? 10 * power
        let first = Int((low / step).rounded(.up)), last = Int((high / step).rounded(.down))
        guard first <= last, last - first < 100 else { return [] }
        return (first...last).map { Double($0) * step }
    }

    /// As few digits as tell the ticks apart.
    static func label(_ value: Double) -> String {
        let text = String(format: "%.4g", abs(value) < 1e-12 ? 0 : value)
        return text.replacing("-", with: "−")
    }
}
