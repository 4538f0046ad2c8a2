import Foundation

/// A linear axis: values to pixels, and round ticks.
struct Axis {
    let low: Double
    let high: Double
    /// Pixels of `low` and of `high`.
    let start: Double
    let end: Double

    /// Numbers are drawn up to this size, far from where the length of an axis would not be finite.
    private static let farthest = 1e300

    /// Bounds that are equal, reversed or no numbers are made a short range.
    init(_ low: Double, _ high: Double, from start: Double, to end: Double) {
        let from = low.isNaN ? 0 : min(max(low, -Self.farthest), Self.farthest),
            to = high.isNaN ? 0 : min(max(high, -Self.farthest), Self.farthest)
        let isUsable = low.isFinite && high.isFinite && to - from > 1e-12 * max(1, abs(from))
        // Wide enough to be told apart where the numbers themselves are large.
        let around = max(1, 1e-9 * abs(from))
        self.low = isUsable ? from : (low.isFinite ? from - around / 2 : 0)
        self.high = isUsable ? to : self.low + around
        self.start = start
        self.end = end
    }

    func contains(_ value: Double) -> Bool { value >= low && value <= high }

    /// The pixel of a value, of its nearest bound where it lies outside; of the lower one for what is no number.
    func place(_ value: Double) -> Double {
        start + ((value.isNaN ? low : min(max(value, low), high)) - low) / (high - low) * (end - start)
    }

    /// Multiples of 1, 2 or 5 times a power of ten, `count` of them at most.
    func ticks(_ count: Int) -> [Double] {
        let rough = (high - low) / Double(max(1, count))
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { (high - low) / $0 <= Double(max(1, count)) } ?? 10 * power
        guard let first = Int(foreign: (low / step).rounded(.up)), let last = Int(foreign: (high / step).rounded(.down)), first <= last,
            Double(last) - Double(first) < 100
        else { return [] }
        return (first...last).map { Double($0) * step }
    }

    /// As few digits as tell the ticks apart.
    static func label(_ value: Double) -> String {
        let text = String(format: "%.4g", abs(value) < 1e-12 ? 0 : value)
        return text.replacing("-", with: "−")
    }
}
