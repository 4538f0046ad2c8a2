/// What is gathered of the values of single tokens, in constant memory: sums and counts in the first pass, quantiles in as many as they take.
struct SpreadSums: Sendable {
    typealias Spread = MethodReport.Spread

    private let column: VectorComparison.Column
    private var count = 0
    private var sum = 0.0
    private var minimum: Double?
    private var maximum: Double?
    private var belowZero = 0
    private var aboveOne = 0
    private var histogram = [Int](repeating: 0, count: Spread.bins)
    private var search: QuantileSearch
    private var isFirstPass = true

    /// - Parameter limit: values that there can be.
    init(_ column: VectorComparison.Column, atMost limit: Int) {
        self.column = column
        search = QuantileSearch(shares: [0.1, 0.5, 0.9], atMost: limit)
    }

    var isDone: Bool { search.isDone }

    mutating func add(_ outcome: Outcome) {
        guard let value = outcome.number, !isDone else { return }
        search.add(value)
        guard isFirstPass else { return }
        count += 1
        sum += value
        minimum = min(minimum ?? value, value)
        maximum = max(maximum ?? value, value)
        if value < 0 { belowZero += 1 }
        if value > 1 { aboveOne += 1 }
        histogram[Spread.bin(value, column.definition)] += 1
    }

    mutating func endPass() {
        isFirstPass = false
        search.endPass()
    }

    var spread: Spread {
        let quantiles = search.quantiles, isKL = column.definition == .kl
        func share(_ part: Int) -> Double? { count > 0 ? Double(part) / Double(count) : nil }
        return Spread(
            definition: column.definition, scale: column.scale, count: count, mean: count > 0 ? Outcome(sum / Double(count)).number : nil, median: quantiles[1], p10: quantiles[0],
            p90: quantiles[2], minimum: minimum, maximum: maximum, shareBelowZero: isKL ? nil : share(belowZero), shareAboveOneNat: isKL ? share(aboveOne) : nil,
            histogram: histogram.map { share($0) ?? 0 })
    }
}
