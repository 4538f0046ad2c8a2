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
    public func strips(of records: any ComparisonRecords, count: Int = 3, cancellation: Cancellation = Cancellation()) throws -> [TokenStrip] {
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
            for token in 0..<record.tokenCount { values.append(record.terms(method, token, layout: layout)?.normalisedFVE(reference.variance).number) }
            rows.append(.init(method: plan.methods[method].name, kind: plan.methods[method].kind, values: values))
        }
        return TokenStrip(
            document: record.title, definition: .normalised, scale: .asIs, tokens: record.tokens, isCounted: record.strata.map(\.isInHeadline), rows: rows)
    }
}
