/// Every token of one document by one definition, for the methods that are compared: where in a text each is right and wrong.
public struct TokenStrip: Sendable, Codable, Equatable {
    public struct Row: Sendable, Codable, Equatable {
        public let method: String
        public let kind: ComparisonMethod.Kind
        /// One a token; nil where the figure is undefined.
        public let values: [Double?]
    }

    public let document: String
    public let definition: Definition
    public let scale: ReconstructionScale
    public let tokens: [String]
    /// Whether the headline counts the token.
    public let isCounted: [Bool]
    public let rows: [Row]

    /// How far the methods are apart on the counted tokens, in the mean over tokens on which all have a value.
    var meanRange: Double {
        var sum = 0.0, count = 0
        for token in tokens.indices where isCounted[token] {
            let values = rows.compactMap { $0.values[token] }
            guard values.count == rows.count, let low = values.min(), let high = values.max() else { continue }
            sum += high - low
            count += 1
        }
        return count > 0 ? sum / Double(count) : 0
    }
}

extension ReportBuilder {
    /// The documents in which the headline methods differ most, each as a strip of F.
    /// - Parameter count: documents at most; no more are held in memory.
    /// - Throws: `Complaint` for a record that cannot be read; `CancellationError`.
    public func strips(of records: any ComparisonRecords, count: Int = 3, cancellation: Cancellation = Cancellation()) throws
        -> [TokenStrip]
    {
        var best: [(range: Double, strip: TokenStrip)] = []
        for index in 0..<records.count {
            try cancellation.check()
            let record = try records.record(index)
            guard record.failure == nil, let strip = strip(of: record) else { continue }
            best.append((strip.meanRange, strip))
            // The first of equals stays in front.
            best.sort { $0.range > $1.range }
            if best.count > count { best.removeLast() }
        }
        return best.map(\.strip)
    }

    private func strip(of record: DocumentRecord) -> TokenStrip? {
        let methods = plan.methods.indices.filter { plan.methods[$0].isHeadline && plan.methods[$0].target == .activation }
        guard !methods.isEmpty, record.tokenCount > 0 else { return nil }
        var rows: [TokenStrip.Row] = []
        for method in methods {
            var values: [Double?] = []
            for token in 0..<record.tokenCount {
                values.append(record.terms(method, token, layout: layout)?.normalisedFVE(reference.variance).number)
            }
            rows.append(.init(method: plan.methods[method].name, kind: plan.methods[method].kind, values: values))
        }
        return TokenStrip(
            document: record.title, definition: .normalised, scale: .asIs, tokens: record.tokens,
            isCounted: record.strata.map(\.isInHeadline), rows: rows)
    }
}

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
    /// The tokens of the headline, behind the first ten of each document, at which two methods differ most in F, furthest first, of equal ones the earlier first.
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
            // As the search on the grid: the first tokens only where there is nothing else.
            let early = record.tokenCount > Stratum.openingLength ? Stratum.openingLength : 0
            for position in early..<max(early, record.tokenCount) where record.strata[position].isInHeadline {
                guard let x = record.outcome(a, position).number, let y = record.outcome(b, position).number else { continue }
                found.append(
                    DifferingToken(
                        document: record.index, title: record.title, position: position, token: record.tokens[position],
                        first: 1 - x / variance, second: 1 - y / variance))
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
