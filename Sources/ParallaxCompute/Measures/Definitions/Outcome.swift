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
        guard !rows.isEmpty else { return .undefined("there are no rows") }
        var sum = 0.0
        var missing: [(row: Int, why: String)] = []
        for (row, outcome) in rows.enumerated() {
            switch outcome {
            case .value(let number): sum += number
            case .undefined(let why): missing.append((row, why))
            }
        }
        guard let first = missing.first else { return Outcome(sum) }
        if rows.count == 1 { return .undefined(first.why) }
        if missing.count == rows.count, missing.allSatisfy({ $0.why == first.why }) { return .undefined("\(first.why) (all \(rows.count) rows)") }
        let others = missing.count - 1
        return .undefined("row \(first.row): \(first.why)" + (others == 0 ? "" : " (and \(others) other row\(others == 1 ? "" : "s"))"))
    }

    /// The mean over rows, undefined as the sum is.
    public static func mean(of rows: [Outcome]) -> Outcome {
        sum(of: rows).map { $0 / Double(rows.count) }
    }
}
