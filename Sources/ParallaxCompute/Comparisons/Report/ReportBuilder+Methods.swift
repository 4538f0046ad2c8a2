extension ReportBuilder {
    typealias Column = VectorComparison.Column

    /// The values of a method's figures for documents that count as often as `weights` say; nil: as they are.
    func outcomes(_ method: Int, _ gathered: Gathered, weights: [Double]?) -> [Outcome] {
        var sums = gathered.total
        if let weights {
            var own = MethodSums(plan.methods[method])
            for (document, weight) in zip(gathered.documents, weights) where weight > 0 { own.add(document.methods[method], weight: weight) }
            sums.methods[method] = own
        }
        return list.columns(method).map { column in
            guard column.definition == .residualVariance else { return list.outcome(column, method, sums) }
            if let why = list.outcome(Column(definition: .uncentred, scale: .asIs), method, sums).reason { return .undefined(why) }
            guard gathered.total.methods[method].terms.count > 1 else { return .undefined("a variance needs two rows") }
            return weights.map { gathered.vectors[method].outcome(weights: $0) } ?? gathered.vectors[method].outcome
        }
    }

    func bootstrap(_ gathered: Gathered) -> DocumentBootstrap {
        DocumentBootstrap(documents: gathered.documents.count, seed: plan.options.seed, resamples: plan.options.resamples)
    }

    func method(_ index: Int, _ gathered: Gathered) -> MethodReport {
        let method = plan.methods[index], columns = list.columns(index), outcomes = outcomes(index, gathered, weights: nil)
        let intervals = bootstrap(gathered).intervals(columns.count) { self.outcomes(index, gathered, weights: $0) }
        var figures: [ComparisonFigure] = []
        for (place, column) in columns.enumerated() {
            let interval = intervals[place].value.map { ComparisonFigure.Interval(low: $0.low, high: $0.high) }
            figures.append(ComparisonFigure(column.definition, column.scale, outcomes[place], interval: interval, count: list.count(column, index, gathered.total)))
        }
        let sums = gathered.total.methods[index]
        var report = MethodReport(
            name: method.name, kind: method.kind, target: method.target, isOracle: method.isOracle, isHeadline: method.isHeadline, isDirection: method.isDirection,
            count: Int(sums.terms.count), figures: figures, spreads: [], draws: [], bits: [], features: features(index, gathered.total),
            cost: basis.costs[index], writingCost: method.kind == .explanation ? method.verbalizer.flatMap { basis.writingCosts[$0] } : nil,
            matchingRank: method.target == .activation ? matchingRank(sums, gathered) : nil, strata: strata(index, gathered))
        report.bits = bits(index, report, gathered.total)
        return report
    }

    /// The figures of each stratum, as far as they need no vectors and no intervals.
    private func strata(_ index: Int, _ gathered: Gathered) -> [MethodReport.StratumFigures] {
        var all: [MethodReport.StratumFigures] = []
        for stratum in Stratum.allCases {
            guard let sums = gathered.strata[stratum] else { continue }
            var figures: [ComparisonFigure] = []
            for column in list.columns(index) where column.definition != .residualVariance {
                figures.append(ComparisonFigure(column.definition, column.scale, list.outcome(column, index, sums), count: list.count(column, index, sums)))
            }
            all.append(.init(stratum: stratum, count: Int(sums.methods[index].terms.count), figures: figures))
        }
        return all
    }

    private func features(_ index: Int, _ sums: SetSums) -> MethodReport.Features? {
        guard plan.methods[index].columns.contains(.kept), let kept = list.mean(.kept, index, sums).number, let lost = list.mean(.lost, index, sums).number,
            let made = list.mean(.made, index, sums).number
        else { return nil }
        return .init(
            kept: kept, lost: lost, made: made, keptMismatched: list.meanOfDefined(.keptMismatched, index, sums).number, madeMismatched: list.meanOfDefined(.madeMismatched, index, sums).number)
    }

    /// The lowest rank whose mean mse_nrm is no larger than the method's: F and mse_nrm rank alike.
    private func matchingRank(_ sums: MethodSums, _ gathered: Gathered) -> Int? {
        guard let error = sums.terms[.normalisedError].mean.number, sums.terms.count == Double(gathered.total.count) else { return nil }
        return gathered.rankErrors.firstIndex { $0 / Double(gathered.total.count) <= error }
    }

    // MARK: Bits

    private func bits(_ index: Int, _ report: MethodReport, _ sums: SetSums) -> [MethodReport.Bits] {
        let method = plan.methods[index]
        func entry(_ name: String, _ column: TokenColumn, interval: Definition?, normalised: Outcome, global: Outcome, coefficientBits: Int?, reference: String?) -> MethodReport.Bits {
            let outcome = list.mean(column, index, sums)
            return .init(
                name: name, bits: outcome.number, why: outcome.reason, interval: interval.flatMap { report.figure($0)?.interval }, normalised: normalised.number,
                global: global.number, coefficientBits: coefficientBits, reference: reference)
        }
        if method.columns.contains(.bitsNaive) {
            let normalised = list.mean(.quantisedNormalisedError, index, sums).flatMap { error in reference.variance.outcome.map { 1 - error / $0 } }
            let deviation = sums.methods[index].terms[.squaredDeviation].mean
            let global = list.mean(.quantisedSquaredError, index, sums).flatMap { error in deviation.map { 1 - error / $0 } }
            let bits = plan.options.coefficientBits
            return [
                entry("naive", .bitsNaive, interval: .bitsNaive, normalised: normalised, global: global, coefficientBits: bits, reference: nil),
                entry("set", .bitsSet, interval: .bitsSet, normalised: normalised, global: global, coefficientBits: bits, reference: nil),
                entry("entropy", .bitsEntropy, interval: .bitsEntropy, normalised: normalised, global: global, coefficientBits: bits, reference: nil),
            ]
        }
        guard method.columns.contains(.bitsText), let v = method.verbalizer else { return [] }
        func figure(_ definition: Definition, _ scale: ReconstructionScale) -> Outcome {
            report.value(definition, scale).map { .value($0) } ?? .undefined("")
        }
        let normalised = figure(.normalised, .asIs), global = figure(.global, .trueNorm)
        return [
            entry("text", .bitsText, interval: .bitsText, normalised: normalised, global: global, coefficientBits: nil, reference: basis.textReferences[v]),
            entry("text", .bitsUniform, interval: nil, normalised: normalised, global: global, coefficientBits: nil, reference: TextReference.uniform(vocabulary: basis.vocabularies[v]).name),
            entry(
                TextLength.informationName(temperature: method.kind == .draw ? 1 : 0), .information, interval: nil, normalised: normalised, global: global, coefficientBits: nil,
                reference: basis.textReferences[v]),
        ]
    }

    // MARK: Draws

    /// What k draws give one by one stands beside the greedy explanation.
    func addDraws(to methods: inout [MethodReport], _ gathered: Gathered) {
        for index in plan.methods.indices {
            guard case .explanation(let v) = plan.methods[index].recipe else { continue }
            let draws = plan.methods.indices.filter { if case .draw(v, _) = plan.methods[$0].recipe { true } else { false } }
            guard draws.count > 1 else { continue }
            for column in VectorComparison.columns {
                let values = draws.compactMap { methods[$0].value(column.definition, column.scale) }
                guard values.count == draws.count, let low = values.min(), let high = values.max() else { continue }
                let mean = values.reduce(0, +) / Double(values.count)
                methods[index].draws.append(.init(definition: column.definition, scale: column.scale, mean: mean, minimum: low, maximum: high, draws: values.count))
            }
        }
    }

    // MARK: Disagreements

    /// Sentences for each pair of headline methods that definitions rank differently.
    func disagreements(_ methods: [MethodReport], _ gathered: Gathered) -> [String] {
        let heaviest = gathered.heaviest.flatMap { $0.total > 0 ? VectorComparison.Method.Heaviest(place: $0.place, share: $0.deviation / $0.total) : nil }
        var compared: [VectorComparison.Method] = []
        for index in plan.methods.indices where plan.methods[index].isHeadline {
            let measures = VectorComparison.columns.map { column in
                let figure = methods[index].figure(column.definition, column.scale)
                let outcome: Outcome = figure?.value.map { .value($0) } ?? .undefined(figure?.why ?? "")
                return Measure(column.definition, space: column.definition.space, scale: column.scale, outcome: outcome, count: methods[index].count, meanSource: reference.meanSource, varianceSource: reference.varianceSource, excluded: [])
            }
            compared.append(.init(name: plan.methods[index].name, measures: measures, constantShareOfError: gathered.vectors[index].constantShareOfError, heaviest: heaviest))
        }
        return Disagreements.sentences(compared)
    }
}
