/// How the background filling of the grid stands. It stops by itself when its budget is spent.
public struct FillProgress: Equatable, Sendable {
    /// Explanations that may be made before the person is asked again.
    public static let grant = 500

    public var isOn = true
    public var spent = 0
    /// A running mean, over explanations made in batches; nil until the first batch is done.
    public var secondsEach: Double?

    public init() {}

    public var isSpent: Bool { spent >= Self.grant }

    mutating func note(explanations: Int, seconds: Double) {
        guard explanations > 0 else { return }
        spent += explanations
        let each = seconds / Double(explanations)
        secondsEach = secondsEach.map { 0.7 * $0 + 0.3 * each } ?? each
    }
}
