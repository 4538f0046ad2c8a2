/// A figure, or why there is none. A value is always finite.
public enum Outcome: Sendable, Equatable {
    case value(Double)
    case undefined(String)

    /// - Parameter why: said where `number` is NaN or infinite.
    public init(_ number: Double, orUndefined why: String = "the result is not a finite number") {
        self = number.isFinite ? .value(number) : .undefined(why)
    }

    /// The number, nil where undefined.
    public var number: Double? {
        if case .value(let number) = self { number } else { nil }
    }

    /// Why there is no number, nil where there is one.
    public var reason: String? {
        if case .undefined(let why) = self { why } else { nil }
    }

    public func map(_ transform: (Double) -> Double) -> Outcome {
        if case .value(let number) = self { Outcome(transform(number)) } else { self }
    }

    public func flatMap(_ transform: (Double) -> Outcome) -> Outcome {
        if case .value(let number) = self { transform(number) } else { self }
    }

    /// The sum over rows: undefined as soon as one row is, because a sum over the rest would be a figure of another set.
    public static func sum(of rows: [Outcome]) -> Outcome {
        var sum = OutcomeSum()
        for (row, outcome) in rows.enumerated() { sum.add(outcome, at: "row \(row)") }
        return sum.outcome
    }

    /// The mean over rows, undefined as the sum is.
    public static func mean(of rows: [Outcome]) -> Outcome {
        sum(of: rows).map { $0 / Double(rows.count) }
    }
}
