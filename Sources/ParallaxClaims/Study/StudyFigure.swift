/// A figure with its interval over documents drawn anew; null with a reason where there is none.
public struct StudyFigure: Sendable, Equatable, Encodable {
    public let value: Double?
    public let low: Double?
    public let high: Double?
    /// Why there is no value, or no interval.
    public let missing: String?

    init(_ outcome: Outcome, _ interval: Known<BootstrapInterval>) {
        value = outcome.number
        low = value == nil ? nil : interval.value?.low
        high = value == nil ? nil : interval.value?.high
        missing = outcome.reason ?? interval.reason
    }

    init(missing: String) {
        (value, low, high) = (nil, nil, nil)
        self.missing = missing
    }
}
