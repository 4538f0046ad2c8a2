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
