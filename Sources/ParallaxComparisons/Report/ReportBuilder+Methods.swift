extension ReportBuilder {
    typealias Column = VectorComparison.Column

    func method(_ index: Int, _ gathered: Gathered) -> MethodReport {
        let method = plan.methods[index], columns = list.columns(index), sums = gathered.total.methods[index]
        let resamples = gathered.resamples.isEmpty ? nil : gathered.resamples[index]
        let vectors = gathered.vectors[index], target = vectors.target ?? gathered.activations
        func outcome(_ column: Column, _ sums: MethodSums, _ moments: (StratifiedMoments) -> Moments) -> Outcome {
            guard column.definition == .residualVariance else { return list.outcome(column, index, sums) }
            // What C cannot be told of has errors that are no vectors.
            if let why = list.outcome(Column(definition: .uncentred, scale: .asIs), index, sums).reason { return .undefined(why) }
            guard sums.terms.count > 1 else { return .undefined("a variance needs two rows") }
            return VectorSums.residualVariance(error: VectorSpread(moments(vectors.error)), target: VectorSpread(moments(target)))
        }
        var figures: [ComparisonFigure] = []
        for (place, column) in columns.enumerated() {
            let interval = resamples.flatMap { self.interval($0.draws[place], $0.documents) }
            figures.append(
                ComparisonFigure(
                    column.definition, column.scale, outcome(column, sums, \.headline), interval: interval,
                    count: list.count(column, index, sums), unstable: instability(column.definition, Int(clamping: sums.terms.count))))
        }
        var strata: [MethodReport.StratumFigures] = []
        for stratum in Stratum.allCases {
            guard let own = gathered.strata[stratum]?.methods[index] else { continue }
            let intervals = resamples?.places[stratum]?.intervals
            let ownFigures = columns.enumerated().map { place, column in
                ComparisonFigure(
                    column.definition, column.scale, outcome(column, own) { $0[stratum] }, interval: intervals?[place],
                    count: list.count(column, index, own),
                    unstable: instability(column.definition, Int(clamping: own.terms.count)))
            }
            strata.append(.init(stratum: stratum, count: Int(clamping: own.terms.count), figures: ownFigures))
        }
        var report = MethodReport(
            name: method.name, kind: method.kind, target: method.target, isOracle: method.isOracle, isHeadline: method.isHeadline,
            isDirection: method.isDirection,
            count: Int(clamping: sums.terms.count), figures: figures, spreads: [], draws: [], bits: [], features: features(index, sums),
            cost: basis.costs[index], writingCost: method.kind == .explanation ? method.verbalizer.flatMap { basis.writingCosts[$0] } : nil,
            matchingRank: method.target == .activation ? matchingRank(sums, gathered) : nil, strata: strata)
        report.bits = bits(index, report, sums)
        if case .principalComponents(let rank) = method.recipe {
            report.isIdentity = rank >= plan.width
            report.unstable = report.isIdentity ? nil : fewDirections.map { "from \(basis.pool.number) activations, \($0)" }
        }
        if let dictionary = method.dictionary, let warnings = basis.dictionaryWarnings, warnings.indices.contains(dictionary) {
            report.warnings = warnings[dictionary]
        }
        return report
    }

    private func features(_ index: Int, _ sums: MethodSums) -> MethodReport.Features? {
        guard plan.methods[index].columns.contains(.kept), let kept = list.mean(.kept, index, sums).number,
            let lost = list.mean(.lost, index, sums).number,
            let made = list.mean(.made, index, sums).number
        else { return nil }
        return .init(
            kept: kept, lost: lost, made: made, keptMismatched: list.meanOfDefined(.keptMismatched, index, sums).number,
            madeMismatched: list.meanOfDefined(.madeMismatched, index, sums).number)
    }

    /// The lowest rank whose mean mse_nrm is no larger than the method's: F and mse_nrm rank alike.
    private func matchingRank(_ sums: MethodSums, _ gathered: Gathered) -> Int? {
        guard let error = sums.terms[.normalisedError].mean.number, sums.terms.count == Double(gathered.total.count) else { return nil }
        return gathered.rankErrors.firstIndex { $0 / Double(gathered.total.count) <= error }
    }

    // MARK: Bits

    private func bits(_ index: Int, _ report: MethodReport, _ sums: MethodSums) -> [MethodReport.Bits] {
        let method = plan.methods[index]
        let deviation = sums.terms[.squaredDeviation].mean
        let global = list.mean(.quantisedSquaredError, index, sums).flatMap { error in deviation.map { 1 - error / $0 } }
        func entry(
            _ name: String, _ column: TokenColumn, interval: Definition?, normalised: Outcome, coefficientBits: Int? = nil,
            reference: String? = nil, lengthBits: Int? = nil
        ) -> MethodReport.Bits {
            let outcome = list.mean(column, index, sums)
            return .init(
                name: name, bits: outcome.number, why: outcome.reason, interval: interval.flatMap { report.figure($0)?.interval },
                normalised: normalised.number,
                global: global.number, coefficientBits: coefficientBits, reference: reference, lengthBits: lengthBits)
        }
        let bits = plan.options.coefficientBits
        if method.columns.contains(.bitsNaive) {
            let normalised = list.mean(.quantisedNormalisedError, index, sums).flatMap { error in
                reference.variance.outcome.map { 1 - error / $0 }
            }
            return [
                entry("naive", .bitsNaive, interval: .bitsNaive, normalised: normalised, coefficientBits: bits),
                entry("set", .bitsSet, interval: .bitsSet, normalised: normalised, coefficientBits: bits),
                entry("entropy", .bitsEntropy, interval: .bitsEntropy, normalised: normalised, coefficientBits: bits)
            ]
        }
        guard method.columns.contains(.bitsText), let v = method.verbalizer else { return [] }
        let normalised: Outcome = report.value(.normalised).map { .value($0) } ?? .undefined("")
        return [
            entry("text", .bitsText, interval: .bitsText, normalised: normalised, reference: basis.textReferences[v], lengthBits: bits),
            entry(
                "text", .bitsUniform, interval: nil, normalised: normalised,
                reference: TextReference.uniform(vocabulary: basis.vocabularies[v].number).name, lengthBits: bits),
            entry(
                TextLength.informationName(temperature: method.kind == .draw ? 1 : 0), .information, interval: nil, normalised: normalised,
                reference: basis.textReferences[v],
                lengthBits: bits)
        ]
    }

    // MARK: Draws

    /// What k draws give one by one stands beside the greedy explanation.
    func addDraws(to methods: inout [MethodReport]) {
        for index in plan.methods.indices {
            guard case .explanation(let v) = plan.methods[index].recipe else { continue }
            let draws = plan.methods.indices.filter { if case .draw(v, _) = plan.methods[$0].recipe { true } else { false } }
            guard draws.count > 1 else { continue }
            for column in VectorComparison.columns {
                let values = draws.compactMap { methods[$0].value(column.definition, column.scale) }
                guard values.count == draws.count, let low = values.min(), let high = values.max() else { continue }
                let mean = values.reduce(0, +) / Double(values.count)
                guard mean.isFinite else { continue }
                methods[index].draws.append(
                    .init(definition: column.definition, scale: column.scale, mean: mean, minimum: low, maximum: high, draws: values.count))
            }
        }
    }

    // MARK: Disagreements

    /// Sentences for each pair of headline methods that definitions rank differently; transcoders are ranked among themselves.
    func disagreements(_ methods: [MethodReport], _ gathered: Gathered) -> [String] {
        disagreements(methods, gathered, among: plan.methods.indices.filter { !plan.methods[$0].isTranscoder })
            + disagreements(methods, gathered, among: plan.methods.indices.filter { plan.methods[$0].isTranscoder })
    }

    private func disagreements(_ methods: [MethodReport], _ gathered: Gathered, among indices: [Int]) -> [String] {
        let heaviest = gathered.heaviest.flatMap {
            $0.total > 0 ? VectorComparison.Method.Heaviest(place: $0.place, share: $0.deviation / $0.total) : nil
        }
        var compared: [VectorComparison.Method] = []
        for index in indices where plan.methods[index].isHeadline {
            let measures = VectorComparison.columns.map { column in
                let figure = methods[index].figure(column.definition, column.scale)
                let outcome: Outcome = figure?.value.map { .value($0) } ?? .undefined(figure?.why ?? "")
                return Measure(
                    column.definition, space: column.definition.space, scale: column.scale, outcome: outcome, count: methods[index].count,
                    meanSource: reference.meanSource, varianceSource: reference.varianceSource, excluded: [])
            }
            compared.append(
                .init(
                    name: plan.methods[index].name, measures: measures, constantShareOfError: gathered.vectors[index].constantShareOfError,
                    heaviest: heaviest))
        }
        return Disagreements.sentences(compared)
    }
}

extension ReportBuilder {
    /// The definitions whose spread over tokens is told.
    private static let spread: [Column] = [
        Column(definition: .normalised, scale: .asIs), Column(definition: .perToken, scale: .asIs),
        Column(definition: .perToken, scale: .trueNorm),
        Column(definition: .cosine, scale: .asIs), Column(definition: .centredCosine, scale: .asIs), Column(definition: .kl, scale: .asIs),
        Column(definition: .kl, scale: .trueNorm)
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
    private func wanted(_ token: Int, in record: DocumentRecord, _ only: Int?) -> Bool {
        only.map { $0 == token } ?? record.strata[token].isInHeadline
    }

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
