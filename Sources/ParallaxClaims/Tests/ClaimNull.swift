/// What a test's statistic looks like for claims that are not so: the distribution that a claim's own statistic is seen against.
public struct ClaimNull: Sendable, Equatable {
    /// Ascending, finite.
    public let draws: [Double]
    /// "10 other values of this slot", "812 random swaps of class mood in calibration documents".
    public let source: String

    public init(_ draws: [Double], source: String) {
        self.draws = draws.filter(\.isFinite).sorted()
        self.source = source
    }

    /// One-sided: (1 + number of draws at or above the statistic) / (n + 1); never below 1/(n + 1).
    public func tail(_ statistic: Double) -> Double {
        var low = 0, high = draws.count
        while low < high {
            let middle = (low + high) / 2
            if draws[middle] < statistic { low = middle + 1 } else { high = middle }
        }
        return Double(1 + draws.count - low) / Double(draws.count + 1)
    }
}
