/// Intervals, from resamples of the documents that are gathered in passes over the records. What is held in a pass is bounded, and so is
/// what is kept of it: the figures of the headline, and intervals of the strata.
extension ReportBuilder {
    /// Bytes of resampled sums held in a pass; where all methods take more, the records are read several times. One method is held at least.
    private static let bytesTogether = 1 << 26

    var bootstrap: DocumentBootstrap { DocumentBootstrap(seed: plan.options.seed, resamples: plan.options.resamples) }

    /// Consecutive parts of `0..<count` of at most `bytesTogether`.
    private static func parts(_ count: Int, bytes: (Int) -> Int) -> [Range<Int>] {
        var parts: [Range<Int>] = [], held = 0
        for index in 0..<count {
            let own = bytes(index)
            if let last = parts.last, held + own <= bytesTogether {
                parts[parts.count - 1] = last.lowerBound..<index + 1
                held += own
            } else {
                parts.append(index..<index + 1)
                held = own
            }
        }
        return parts
    }

    /// Methods whose sums are resampled in one pass.
    var resampledTogether: [Range<Int>] {
        Self.parts(plan.methods.count) { ReplicateSums.bytes(plan.methods[$0], resamples: plan.options.resamples) }
    }

    /// Adds a document to the resamples of some methods.
    func add(
        _ sums: [Stratum: SetSums], weights: [Double], group: Int?, to replicates: inout [ReplicateSums], of methods: Range<Int>
    ) {
        replicates.withUnsafeMutableBufferPointer { replicates in
            ComputeThreads.share(methods.count, grain: 1, operations: methods.count * weights.count * 100) { range in
                for place in range {
                    replicates[place].add(sums.mapValues { $0.methods[methods.lowerBound + place] }, weights: weights, group: group)
                }
            }
        }
    }

    /// The figures of each method in every resample, D left out.
    func resamples(_ replicates: [ReplicateSums], of methods: Range<Int>, _ gathered: Gathered) -> [MethodResamples] {
        var all = [MethodResamples?](repeating: nil, count: methods.count)
        all.withUnsafeMutableBufferPointer { all in
            ComputeThreads.share(methods.count, grain: 1, operations: methods.count * plan.options.resamples * 10_000) { range in
                for place in range { all[place] = resamples(replicates[place], of: methods.lowerBound + place, gathered) }
            }
        }
        return all.compactMap { $0 }
    }

    private func resamples(_ replicates: ReplicateSums, of method: Int, _ gathered: Gathered) -> MethodResamples {
        let columns = list.columns(method)
        func draws(_ strata: [Stratum], like total: MethodSums) -> [BootstrapDraws] {
            var draws = columns.map { _ in BootstrapDraws() }
            for resample in 0..<plan.options.resamples {
                let sums = replicates.sums(strata, resample, like: total)
                for (place, column) in columns.enumerated() where column.definition != .residualVariance {
                    draws[place].append(list.outcome(column, method, sums))
                }
            }
            return draws
        }
        var places: [Stratum: MethodResamples.Place] = [:]
        for stratum in replicates.strata {
            guard let total = gathered.strata[stratum]?.methods[method] else { continue }
            let documents = replicates.documents(stratum), own = draws([stratum], like: total)
            let intervals = zip(columns, own).map { column, draws in
                column.definition == .residualVariance ? nil : interval(draws, documents)
            }
            places[stratum] = .init(documents: documents, intervals: intervals, uncentred: own[uncentred(method)])
        }
        let counted = replicates.strata.filter(\.isInHeadline)
        return MethodResamples(documents: replicates.documents, draws: draws(counted, like: gathered.total.methods[method]), places: places)
    }

    func interval(_ draws: BootstrapDraws, _ documents: Int) -> ComparisonFigure.Interval? {
        bootstrap.interval(of: draws, documents: documents).value.map { .init(low: $0.low, high: $0.high) }
    }

    private func uncentred(_ method: Int) -> Int {
        list.columns(method).firstIndex { $0.definition == .uncentred && $0.scale == .asIs } ?? 0
    }

    // MARK: D

    /// Vectors that are resampled.
    fileprivate enum Series {
        case activations
        case error(Int)
        case target(Int)
    }

    /// Fills in D of every resample: sums of vectors are large, so they have passes of their own.
    func resampleVectors(_ records: any ComparisonRecords, _ gathered: inout Gathered, _ cancellation: Cancellation) throws {
        let strata = gathered.activations.strata, counted = strata.filter(\.isInHeadline)
        // Before the errors that are held against them.
        let series =
            [.activations] + plan.methods.indices.filter { gathered.vectors[$0].target != nil }.map(Series.target)
            + plan.methods.indices.map(Series.error)
        var targets: [Stratum?: [VectorSpread]] = [:], ownTargets: [Int: [Stratum?: [VectorSpread]]] = [:]
        var resamples = gathered.resamples
        try resample(series, records, gathered, cancellation) { series, vectors in
            var spreads: [Stratum?: [VectorSpread]] = [Stratum?.none: vectors.spreads(counted)]
            for stratum in strata { spreads[stratum] = vectors.spreads([stratum]) }
            switch series {
            case .activations: targets = spreads
            case .target(let method): ownTargets[method] = spreads
            case .error(let method):
                fill(&resamples[method], method, errors: spreads, targets: ownTargets.removeValue(forKey: method) ?? targets)
            }
        }
        gathered.resamples = resamples
    }

    private func fill(
        _ resamples: inout MethodResamples, _ method: Int, errors: [Stratum?: [VectorSpread]], targets: [Stratum?: [VectorSpread]]
    ) {
        guard let place = list.columns(method).firstIndex(where: { $0.definition == .residualVariance }) else { return }
        func draws(_ stratum: Stratum?, where uncentred: BootstrapDraws) -> BootstrapDraws {
            var draws = BootstrapDraws()
            for (resample, (error, target)) in zip(errors[stratum] ?? [], targets[stratum] ?? []).enumerated() {
                draws.append(
                    uncentred.values[resample].isNaN
                        ? .undefined(uncentred.reason ?? "") : VectorSums.residualVariance(error: error, target: target))
            }
            return draws
        }
        resamples.draws[place] = draws(nil, where: resamples.draws[uncentred(method)])
        for (stratum, known) in resamples.places {
            resamples.places[stratum]?.intervals[place] = interval(draws(stratum, where: known.uncentred), known.documents)
        }
    }

    /// Resamples vectors, as many kinds in a pass as may be held, and hands each over.
    private func resample(
        _ series: [Series], _ records: any ComparisonRecords, _ gathered: Gathered, _ cancellation: Cancellation,
        _ done: (Series, ReplicateVectors) -> Void
    ) throws {
        let bytes = ReplicateVectors.bytes(width: plan.width, resamples: plan.options.resamples, strata: gathered.activations.strata.count),
            bootstrap = bootstrap
        for part in Self.parts(series.count, bytes: { _ in bytes }) {
            var vectors = part.map {
                ReplicateVectors(centre: gathered.moments(series[$0]).headline.mean, resamples: plan.options.resamples)
            }
            for index in 0..<records.count {
                try cancellation.check()
                let record = try records.record(index)
                guard record.failure == nil else { continue }
                let weights = weights(record, bootstrap)
                for (place, own) in part.enumerated() { vectors[place].add(record.moments(series[own]), weights: weights) }
            }
            for (place, own) in part.enumerated() {
                vectors[place].finish()
                done(series[own], vectors[place])
            }
        }
    }
}

extension ReportBuilder.Gathered {
    /// Of the vectors of a series over all documents.
    fileprivate func moments(_ series: ReportBuilder.Series) -> StratifiedMoments {
        switch series {
        case .activations: activations
        case .error(let method): vectors[method].error
        case .target(let method): vectors[method].target ?? activations
        }
    }
}

extension DocumentRecord {
    fileprivate func moments(_ series: ReportBuilder.Series) -> StratifiedMoments {
        switch series {
        case .activations: activations
        case .error(let method): sums[method].error
        case .target(let method): sums[method].target ?? activations
        }
    }
}
