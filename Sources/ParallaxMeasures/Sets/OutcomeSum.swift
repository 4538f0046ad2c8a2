/// A sum over rows that says which rows have no value: undefined as soon as one has none, because a sum over the rest would be a
/// figure of another set.
package struct OutcomeSum: Sendable, Equatable {
    /// Behind a reference: sums are kept by the thousand, and hardly any has one.
    private final class Missing: Sendable, Equatable {
        let place: String
        let why: String
        let count: Double
        /// All missing rows give the same reason.
        let isUniform: Bool

        init(place: String, why: String, count: Double, isUniform: Bool) {
            self.place = place
            self.why = why
            self.count = count
            self.isUniform = isUniform
        }

        static func == (a: Missing, b: Missing) -> Bool {
            a.place == b.place && a.why == b.why && a.count == b.count && a.isUniform == b.isUniform
        }
    }

    /// Of the rows that have a value.
    package private(set) var sum = 0.0
    /// With and without a value. A bootstrap counts a row as often as it was drawn.
    package private(set) var rows = 0.0
    private var missing: Missing?

    package init() {}

    /// A sum that was kept as numbers.
    /// - Parameter other: the sum of all rows, whose reason those that are missing have.
    package init(sum: Double, rows: Double, missing count: Double, like other: OutcomeSum) {
        self.sum = sum
        self.rows = rows
        if count > 0, let known = other.missing { missing = Missing(place: known.place, why: known.why, count: count, isUniform: known.isUniform) }
    }

    /// - Parameter place: what the row is called in a sentence.
    package mutating func add(_ outcome: Outcome, at place: @autoclosure () -> String) {
        rows += 1
        switch outcome {
        case .value(let number): sum += number
        case .undefined(let why):
            guard let known = missing else {
                missing = Missing(place: place(), why: why, count: 1, isUniform: true)
                return
            }
            missing = Missing(place: known.place, why: known.why, count: known.count + 1, isUniform: known.isUniform && known.why == why)
        }
    }

    /// Adds the rows behind `other`, which stand after these.
    package mutating func add(_ other: OutcomeSum) {
        sum += other.sum
        rows += other.rows
        guard let theirs = other.missing else { return }
        guard let known = missing else {
            missing = theirs
            return
        }
        missing = Missing(
            place: known.place, why: known.why, count: known.count + theirs.count, isUniform: known.isUniform && theirs.isUniform && known.why == theirs.why)
    }

    /// Rows that have none.
    package var missingRows: Double { missing?.count ?? 0 }

    /// Rows that have a value.
    var defined: Double { rows - missingRows }

    /// Why some row has none.
    var reason: String? { missing?.why }

    var outcome: Outcome {
        guard rows > 0 else { return .undefined("there are no rows") }
        guard let missing else { return Outcome(sum) }
        if rows == 1 { return .undefined(missing.why) }
        if missing.count == rows, missing.isUniform { return .undefined("\(missing.why) (all \(Int(clamping: rows)) rows)") }
        let others = Int(clamping: missing.count - 1)
        return .undefined("\(missing.place): \(missing.why)" + (others == 0 ? "" : " (and \(others) other row\(others == 1 ? "" : "s"))"))
    }

    package var mean: Outcome { outcome.map { $0 / rows } }

    /// The mean over the rows that have a value: for figures that some rows cannot have by their place alone.
    package var meanOfDefined: Outcome { defined > 0 ? Outcome(sum / defined) : .undefined(missing?.why ?? "there are no rows") }
}
