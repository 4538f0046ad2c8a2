extension ReportBuilder {
    /// What is gathered in passes over the records.
    struct Gathered: Sendable {
        /// Of the headline, or of the one token that is asked for.
        var total: SetSums
        var strata: [Stratum: SetSums] = [:]
        /// One a method.
        var vectors: [VectorSums]
        var activations: StratifiedMoments
        /// One a method; empty where the documents are too few for intervals.
        var resamples: [MethodResamples] = []
        var titles: [String] = []
        /// Documents that have tokens in the total.
        var documentCount = 0
        /// The first of the documents that could not be measured, in words, and how many there are.
        var failures: [String] = []
        var failureCount = 0
        var rankErrors: [Double] = []
        var heaviest: (place: String, deviation: Double, total: Double)?
        var seconds: [String: Double] = [:]
    }

    /// Failures that are told one by one.
    private static let toldFailures = 20

    func gather(_ records: any ComparisonRecords, _ token: Int?, _ cancellation: Cancellation) throws -> Gathered {
        var gathered = Gathered(total: SetSums(plan.methods), vectors: plan.methods.map { _ in VectorSums(width: plan.width) }, activations: StratifiedMoments(width: plan.width))
        // Fewer give no interval, whatever is in them.
        let isResampled = token == nil && records.count >= DocumentBootstrap.fewestDocuments, bootstrap = bootstrap
        for (pass, methods) in resampledTogether.enumerated() where isResampled || pass == 0 {
            var replicates = methods.map { ReplicateSums(plan.methods[$0], resamples: plan.options.resamples) }
            for index in 0..<records.count {
                try cancellation.check()
                let record = try records.record(index)
                let sums = record.failure == nil ? self.sums(of: record, token) : [:]
                if pass == 0 { add(record, sums, token, to: &gathered) }
                if isResampled, record.failure == nil { add(sums, weights: bootstrap.weights(document: record.index), to: &replicates, of: methods) }
            }
            if isResampled, gathered.documentCount >= DocumentBootstrap.fewestDocuments { gathered.resamples += resamples(replicates, of: methods, gathered) }
        }
        if !gathered.resamples.isEmpty { try resampleVectors(records, &gathered, cancellation) }
        return gathered
    }

    /// The sums of a document, or of one of its tokens, by place.
    private func sums(of record: DocumentRecord, _ wanted: Int?) -> [Stratum: SetSums] {
        var all: [Stratum: SetSums] = [:]
        for token in 0..<record.tokenCount where wanted == nil || wanted == token {
            all[record.strata[token], default: SetSums(plan.methods)].add(token, of: record, layout: layout, reference: reference)
        }
        return all
    }

    private func add(_ record: DocumentRecord, _ sums: [Stratum: SetSums], _ wanted: Int?, to gathered: inout Gathered) {
        for (part, seconds) in record.seconds { gathered.seconds[part, default: 0] += seconds }
        gathered.titles.append(record.title)
        if let failure = record.failure {
            if gathered.failureCount < Self.toldFailures { gathered.failures.append(failure) }
            gathered.failureCount += 1
            return
        }
        var count = 0
        for stratum in Stratum.allCases {
            guard let own = sums[stratum] else { continue }
            gathered.strata[stratum, default: SetSums(plan.methods)].add(own)
            guard stratum.isInHeadline || wanted != nil else { continue }
            gathered.total.add(own)
            count += own.count
        }
        if count > 0 { gathered.documentCount += 1 }
        addHeaviest(record, wanted, to: &gathered)
        // Sums of vectors are of whole documents.
        guard wanted == nil else { return }
        for index in plan.methods.indices { gathered.vectors[index].add(index, of: record, activations: gathered.activations) }
        gathered.activations.merge(record.activations)
        guard count > 0 else { return }
        if gathered.rankErrors.isEmpty { gathered.rankErrors = record.rankNormalisedErrors.map { _ in 0 } }
        for index in gathered.rankErrors.indices where index < record.rankNormalisedErrors.count { gathered.rankErrors[index] += record.rankNormalisedErrors[index] }
    }

    /// The token that weighs most in A.
    private func addHeaviest(_ record: DocumentRecord, _ wanted: Int?, to gathered: inout Gathered) {
        for token in 0..<record.tokenCount where wanted.map({ $0 == token }) ?? record.strata[token].isInHeadline {
            guard let deviation = record.outcome(RecordLayout.DocumentColumn.squaredDeviation.rawValue, token).number else { continue }
            let total = (gathered.heaviest?.total ?? 0) + deviation, isHeavier = deviation > gathered.heaviest?.deviation ?? -1
            gathered.heaviest = (isHeavier ? "\(record.title), token \(token)" : gathered.heaviest?.place ?? "", max(deviation, gathered.heaviest?.deviation ?? 0), total)
        }
    }
}
