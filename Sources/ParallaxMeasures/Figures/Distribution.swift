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

/// Exact quantiles of a sequence that is read several times, in memory that does not grow with it.
///
///     var search = QuantileSearch(shares: [0.1, 0.5, 0.9], atMost: count)
///     repeat {
///         for value in values { search.add(value) }
///         search.endPass()
///     } while !search.isDone
///     search.quantiles    // as `Distribution.quantile` gives them
///
/// Doubles are ordered like integers of 64 bits. As long as more values than may be kept share the leading bits of a wanted one, a pass
/// counts them by their next bits; then the last pass keeps them.
package struct QuantileSearch: Sendable {
    /// Values that are kept of those that share their leading bits.
    private static let kept = 4096
    /// Bits that a pass tells apart.
    private static let digit = 11

    /// Values whose leading bits are known to be those of a wanted one.
    private struct Group: Sendable {
        /// Below the shift, 0.
        var prefix: UInt64
        /// Bits that are not known.
        var open: Int
        var first: Int
        /// Either the values or how many of them have each next digit.
        var values: [Double] = []
        var counts: [Int] = []

        init(prefix: UInt64, open: Int, first: Int, count: Int) {
            self.prefix = prefix
            self.open = open
            self.first = first
            if count > QuantileSearch.kept, open > 0 { counts = [Int](repeating: 0, count: 1 << min(QuantileSearch.digit, open)) }
        }

        var shift: Int { max(0, open - QuantileSearch.digit) }

        func holds(_ key: UInt64) -> Bool { open == 64 || key >> UInt64(clamping: open) == prefix >> UInt64(clamping: open) }
    }

    private let shares: [Double]
    private var groups: [Group]
    /// Values found, by their place in the order.
    private var found: [Int: Double] = [:]
    private var count = 0
    private var isFirstPass = true

    /// - Parameters:
    ///   - shares: 0…1.
    ///   - atMost: values that there can be.
    package init(shares: [Double], atMost limit: Int) {
        self.shares = shares
        groups = [Group(prefix: 0, open: 64, first: 0, count: limit)]
    }

    package var isDone: Bool { groups.isEmpty }

    /// - Parameter value: not NaN.
    package mutating func add(_ value: Double) {
        if isFirstPass { count += 1 }
        let key = Self.key(value)
        for index in groups.indices where groups[index].holds(key) {
            if groups[index].counts.isEmpty {
                groups[index].values.append(value)
            } else {
                let digit = Int(truncatingIfNeeded: key >> UInt64(clamping: groups[index].shift)) & (groups[index].counts.count - 1)
                groups[index].counts[digit] += 1
            }
        }
    }

    package mutating func endPass() {
        isFirstPass = false
        let wanted = Set(shares.flatMap { share in Self.places(share, count).map { [$0.below, $0.above] } ?? [] })
        var next: [Group] = []
        for group in groups {
            if group.counts.isEmpty {
                let values = group.values.sorted()
                for place in wanted where values.indices.contains(place - group.first) { found[place] = values[place - group.first] }
                continue
            }
            var first = group.first
            for (digit, count) in group.counts.enumerated() {
                if wanted.contains(where: { (first..<first + count).contains($0) }) {
                    let prefix = group.prefix | UInt64(clamping: digit) << UInt64(clamping: group.shift)
                    if group.shift == 0 {
                        // Nothing is left to tell them apart by: they are equal.
                        for place in wanted where (first..<first + count).contains(place) { found[place] = Self.value(prefix) }
                    } else {
                        next.append(Group(prefix: prefix, open: group.shift, first: first, count: count))
                    }
                }
                first += count
            }
        }
        groups = next
    }

    /// One a share; nil where there are no values.
    package var quantiles: [Double?] {
        shares.map { share in
            guard let place = Self.places(share, count), let below = found[place.below], let above = found[place.above] else { return nil }
            return Distribution.between(below, above, place.weight)
        }
    }

    private static func places(_ share: Double, _ count: Int) -> (below: Int, above: Int, weight: Double)? {
        count > 0 ? Distribution.places(share, of: count) : nil
    }

    /// Ordered as the doubles are.
    private static func key(_ value: Double) -> UInt64 {
        let bits = value.bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }

    private static func value(_ key: UInt64) -> Double { Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key) }
}
