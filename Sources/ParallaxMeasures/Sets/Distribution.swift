/// How the per-token values of a definition spread. Tokens where it is undefined are counted, not guessed.
public struct Distribution: Sendable, Equatable {
    /// Tokens with a value.
    public let count: Int
    /// Tokens without one.
    public let undefinedCount: Int
    /// All nil where no token has a value.
    public let mean: Double?
    public let median: Double?
    /// The value that a tenth of the tokens lie below (linear between neighbours, as numpy does).
    public let p10: Double?
    /// The value that a tenth lie above.
    public let p90: Double?
    public let minimum: Double?
    public let maximum: Double?
    /// Share of the tokens with a value whose value is below 0.
    public let shareBelowZero: Double?

    public init(_ outcomes: [Outcome]) {
        let values = outcomes.compactMap(\.number).sorted()
        count = values.count
        undefinedCount = outcomes.count - values.count
        minimum = values.first
        maximum = values.last
        median = Self.quantile(0.5, sorted: values)
        p10 = Self.quantile(0.1, sorted: values)
        p90 = Self.quantile(0.9, sorted: values)
        mean = values.isEmpty ? nil : Outcome(outcomes.reduce(0) { $0 + ($1.number ?? 0) } / Double(values.count)).number
        shareBelowZero = values.isEmpty ? nil : Double(values.count { $0 < 0 }) / Double(values.count)
    }

    /// The quantile at `share` of ascending values, linear between neighbours; nil for none.
    public static func quantile(_ share: Double, sorted values: [Double]) -> Double? {
        guard !values.isEmpty, (0...1).contains(share) else { return nil }
        let (below, above, weight) = places(share, of: values.count)
        return between(values[below], values[above], weight)
    }

    /// Where two numbers are so far apart that no number is their distance, each is weighed by itself.
    static func between(_ below: Double, _ above: Double, _ weight: Double) -> Double {
        let distance = above - below
        return distance.isFinite ? below + distance * weight : below * (1 - weight) + above * weight
    }

    /// The two neighbours in the order of `count` values between which the quantile at `share` lies, and how far from the lower one.
    static func places(_ share: Double, of count: Int) -> (below: Int, above: Int, weight: Double) {
        let place = share * Double(count - 1), below = min(Int(clamping: place), count - 1)
        return (below, min(below + 1, count - 1), place - Double(below))
    }
}
