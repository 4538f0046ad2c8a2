extension ReportBuilder {
    /// Values of single tokens held at a time, 64 MB: larger sets are read several times.
    private static let valuesTogether = 1 << 23

    /// The definitions whose spread over tokens is told.
    private static let spread: [Column] = [
        Column(definition: .normalised, scale: .asIs), Column(definition: .perToken, scale: .asIs), Column(definition: .perToken, scale: .trueNorm),
        Column(definition: .cosine, scale: .asIs), Column(definition: .centredCosine, scale: .asIs), Column(definition: .kl, scale: .asIs), Column(definition: .kl, scale: .trueNorm),
    ]

    func addSpreads(to methods: inout [MethodReport], _ records: any ComparisonRecords, _ only: Int?, _ cancellation: Cancellation) throws {
        var entries: [(method: Int, column: Column)] = []
        for index in plan.methods.indices {
            for column in Self.spread where list.columns(index).contains(column) { entries.append((index, column)) }
        }
        let tokens = max(1, methods.map(\.count).max() ?? 1), together = max(1, Self.valuesTogether / tokens)
        for start in stride(from: 0, to: entries.count, by: together) {
            let part = Array(entries[start..<min(entries.count, start + together)])
            var outcomes = [[Outcome]](repeating: [], count: part.count)
            for index in 0..<records.count {
                try cancellation.check()
                let record = try records.record(index)
                for token in 0..<record.tokenCount where wanted(token, in: record, only) {
                    for (place, entry) in part.enumerated() {
                        guard let terms = record.terms(entry.method, token, layout: layout) else { continue }
                        outcomes[place].append(value(entry.column, entry.method, terms, record, token))
                    }
                }
            }
            for (place, entry) in part.enumerated() { methods[entry.method].spreads.append(.init(entry.column, outcomes[place])) }
        }
    }

    /// Whether a token belongs to the report: the one that it is about, else those of the headline.
    private func wanted(_ token: Int, in record: DocumentRecord, _ only: Int?) -> Bool { only.map { $0 == token } ?? record.strata[token].isInHeadline }

    private func value(_ column: Column, _ method: Int, _ terms: TokenTerms, _ record: DocumentRecord, _ token: Int) -> Outcome {
        switch column.definition {
        case .normalised: return terms.normalisedFVE(reference.variance)
        case .perToken: return terms.centredFVE(column.scale, reference: reference)
        case .cosine: return terms.cosine
        case .centredCosine: return terms.centredCosine
        default:
            guard let place = layout.column(method, column.scale == .asIs ? .kl : .klTrueNorm) else { return .undefined("not spliced") }
            return record.outcome(place, token)
        }
    }
}

extension MethodReport.Spread {
    init(_ column: VectorComparison.Column, _ outcomes: [Outcome]) {
        let distribution = Distribution(outcomes)
        var shares = [Double](repeating: 0, count: Self.bins)
        for outcome in outcomes {
            guard let value = outcome.number else { continue }
            let place = (value - Self.range.lowerBound) / (Self.range.upperBound - Self.range.lowerBound) * Double(Self.bins)
            shares[place >= Double(Self.bins) ? Self.bins - 1 : max(0, Int(place))] += 1 / Double(distribution.count)
        }
        self.init(
            definition: column.definition, scale: column.scale, count: distribution.count, mean: distribution.mean, median: distribution.median, p10: distribution.p10,
            minimum: distribution.minimum, maximum: distribution.maximum, shareBelowZero: distribution.shareBelowZero, histogram: shares)
    }
}
