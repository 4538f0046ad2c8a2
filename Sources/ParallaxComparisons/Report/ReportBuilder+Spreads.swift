extension ReportBuilder {
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
        var sums = entries.map { SpreadSums($0.column, atMost: methods[$0.method].count) }
        repeat {
            for index in 0..<records.count {
                try cancellation.check()
                let record = try records.record(index)
                for token in 0..<record.tokenCount where wanted(token, in: record, only) {
                    for (place, entry) in entries.enumerated() where !sums[place].isDone {
                        guard let terms = record.terms(entry.method, token, layout: layout) else { continue }
                        sums[place].add(value(entry.column, entry.method, terms, record, token))
                    }
                }
            }
            for place in sums.indices { sums[place].endPass() }
        } while !sums.allSatisfy(\.isDone)
        for (place, entry) in entries.enumerated() { methods[entry.method].spreads.append(sums[place].spread) }
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
