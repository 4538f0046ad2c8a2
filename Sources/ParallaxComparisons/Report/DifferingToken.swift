/// A token at which two methods are apart.
public struct DifferingToken: Sendable, Equatable {
    /// In the workspace, from 0.
    public let document: Int
    public let title: String
    public let position: Int
    /// Raw; views make it safe.
    public let token: String
    /// F of the token under each.
    public let first: Double
    public let second: Double

    public var difference: Double { first - second }
}

extension ReportBuilder {
    /// The tokens of the headline at which two methods differ most in F, furthest first, of equal ones the earlier first.
    /// - Parameter most: how many are kept while the records are read.
    /// - Returns: none where a method has no such name, or where there is no Var.
    /// - Throws: `Complaint` for a record that cannot be read; `CancellationError`.
    public func differing(
        _ first: String, _ second: String, in records: any ComparisonRecords, most: Int = 200, cancellation: Cancellation = Cancellation()
    ) throws -> [DifferingToken] {
        guard let a = column(first), let b = column(second), let variance = basis.variance else { return [] }
        var found: [DifferingToken] = []
        for index in 0..<records.count {
            try cancellation.check()
            let record = try records.record(index)
            for position in 0..<record.tokenCount where record.strata[position].isInHeadline {
                guard let x = record.outcome(a, position).number, let y = record.outcome(b, position).number else { continue }
                found.append(
                    DifferingToken(
                        document: record.index, title: record.title, position: position, token: record.tokens[position], first: 1 - x / variance, second: 1 - y / variance))
            }
            guard found.count > 8 * most || index == records.count - 1 else { continue }
            // Swift's sort keeps equal ones in their order.
            found.sort { abs($0.difference) > abs($1.difference) }
            found = Array(found.prefix(most))
        }
        return found
    }

    private func column(_ name: String) -> Int? {
        plan.methods.firstIndex { $0.name == name }.flatMap { layout.column($0, .normalisedError) }
    }
}
