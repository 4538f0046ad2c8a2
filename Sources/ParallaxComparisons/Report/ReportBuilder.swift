import Foundation

/// Turns records into a report: the same function for a token, a document and a set.
///
///     let report = try ReportBuilder(plan: runner.plan, basis: runner.basis).report(of: RecordList([record]))
///
/// Records are read one after the other and forgotten once they are summed, several times over: what is held does not grow with them, but
/// for the documents' names. It is sums over all documents, the same in every resample, and counts of the values of single tokens.
public struct ReportBuilder: Sendable {
    let plan: ComparisonPlan
    let basis: ReportBasis
    let layout: RecordLayout
    let list: FigureList
    let reference: MeasureReference
    /// The groups of documents that have copies, by their numbers.
    private let groups: [Int: Int]

    public init(plan: ComparisonPlan, basis: ReportBasis) {
        self.plan = plan
        self.basis = basis
        layout = RecordLayout(plan.methods)
        reference = basis.reference
        groups = Dictionary(plan.documents.compactMap { name in name.group.map { (name.index, $0.number) } }) { first, _ in first }
        list = FigureList(plan.methods, reference: reference)
    }

    /// How often a document stands in each resample: as often as the first of its copies.
    func weights(_ record: DocumentRecord, _ bootstrap: DocumentBootstrap) -> [Double] {
        bootstrap.weights(document: groups[record.index] ?? record.index)
    }

    /// - Parameter token: one position of a single record; nil takes all, by their strata.
    /// - Throws: `Complaint` for a record that cannot be read; `CancellationError`.
    public func report(of records: any ComparisonRecords, token: Int? = nil, cancellation: Cancellation = Cancellation()) throws
        -> ComparisonReport
    {
        let gathered = try gather(records, token, cancellation)
        var methods: [MethodReport] = []
        for index in plan.methods.indices {
            try cancellation.check()
            methods.append(method(index, gathered))
        }
        try addSpreads(to: &methods, records, token, cancellation)
        addDraws(to: &methods)
        let pairs = pairs(methods, gathered), verdicts = verdicts(methods, pairs: pairs, gathered)
        let strata = Stratum.allCases.compactMap { stratum -> ComparisonReport.StratumCount? in
            gathered.strata[stratum].map { .init(stratum: stratum, count: $0.count, isInHeadline: stratum.isInHeadline) }
        }
        return ComparisonReport(
            scope: scope(gathered, token), site: plan.site, model: plan.model.name, count: gathered.total.count, dimension: plan.width,
            documents: gathered.titles,
            estimatedFrom: basis.documents, statisticsFrom: plan.statisticsFrom, provenance: basis.provenance,
            meanFrom: reference.meanSource.textWithWarning,
            varianceFrom: reference.varianceSource.textWithVarianceWarning, variance: basis.variance, samples: plan.options.samples,
            seed: plan.options.seed,
            following: plan.options.following, excluded: token == nil ? excluded(gathered) : [], strata: strata, methods: methods,
            curve: curve(methods), curveNote: curveNote,
            pairs: pairs.flatMap { $0 }, verdicts: verdicts, disagreements: disagreements(methods, gathered), notes: notes(gathered),
            wallTimes: gathered.seconds.sorted { $0.key < $1.key }.map { .init(name: $0.key, seconds: $0.value) })
    }

    private func scope(_ gathered: Gathered, _ token: Int?) -> String {
        guard gathered.titles.count == 1 else { return "\(gathered.titles.count) documents" }
        return gathered.titles[0] + (token.map { ", token \($0)" } ?? "")
    }

    private func excluded(_ gathered: Gathered) -> [Exclusion] {
        Stratum.allCases.compactMap { stratum in
            guard !stratum.isInHeadline, let count = gathered.strata[stratum]?.count else { return nil }
            return Exclusion(name: stratum == .massive ? plan.rule.normName : stratum.rawValue, count: count)
        }
    }

    private func notes(_ gathered: Gathered) -> [String] {
        var notes: [String] = []
        for (index, warnings) in (basis.dictionaryWarnings ?? []).enumerated() where plan.dictionaries.indices.contains(index) {
            notes += warnings.map { "figures marked !, of \(plan.dictionaries[index].name): \($0)" }
        }
        notes += gathered.failures.map { "left out: \($0)" }
        if let beginning = plan.beginning { notes.append(beginning) }
        if let copies = plan.copies { notes.append(copies) }
        if gathered.failureCount > notes.count { notes.append("left out as well: \(gathered.failureCount - notes.count) other documents") }
        if gathered.titles.count > 1, gathered.titles.count < plan.documents.count {
            notes.append("\(gathered.titles.count) of the \(plan.documents.count) documents that were to be evaluated")
        }
        let few = fewDirections.map { ": \($0), so that PCA knows its own documents better than these" } ?? ""
        notes.append(
            "PCA, neighbours, firing frequencies and quantisers from \(basis.pool.number) activations of the documents behind μ and Var"
                + few)
        notes += transcoderNotes
        if let variance = basis.variance, gathered.total.count > 0, gathered.total.count < Provenance.fewTokens {
            notes.append(
                "\(gathered.total.count) tokens are few: figures of a set this small move with every token (Var \(FigureText.text(variance, decimals: 3)))"
            )
        }
        if plan.methods.contains(where: { $0.columns.contains(.bitsText) }) {
            notes.append(
                "a text says nothing of ‖h‖: beside its bits A is that of its direction at ‖h‖ as \(plan.options.coefficientBits) bits tell it, which are charged; a dictionary's code carries its length, and F needs none"
            )
        }
        notes.append(plan.mismatchedPairs)
        if gathered.documentCount >= DocumentBootstrap.fewestDocuments {
            notes.append(
                "intervals: 95 %, \(plan.options.resamples) resamples in which every document\(groups.isEmpty ? "" : " or group of copies") counts as often as a Poisson number of mean 1 says"
            )
        }
        notes.append("spliced at one position, all other positions left alone; an NLA's output always at the true norm")
        return notes
    }

    /// Why directions are not known well; nil where they are. Tokens of one document are alike: ten of them a dimension are the least from
    /// which directions can be told.
    var fewDirections: String? { basis.pool.number < 10 * plan.width ? "fewer than ten a dimension" : nil }

    /// Why a figure rests on too little, by what its definition takes from other documents; nil where it does not.
    func instability(_ definition: Definition, _ count: Int) -> String? { reference.instability(of: definition, rows: count) }

    /// Whose figures do not speak of the same task as the others'.
    private var transcoderNotes: [String] {
        plan.methods.filter { $0.kind == .dictionary }.compactMap { method in
            method.source.map { "\(method.name) reads \($0) and reconstructs \(plan.site): it is told against other transcoders only" }
        }
    }

    // MARK: Reference curve

    private static let curvePoints = 48

    private func curve(_ methods: [MethodReport]) -> [ComparisonReport.RatePoint] {
        guard let variance = basis.variance,
            let filling = try? ReverseWaterFilling(eigenvalues: basis.eigenvalues.values, tokens: basis.pool.number)
        else { return [] }
        var highest = 64.0
        for method in methods {
            for bits in method.bits { highest = max(highest, bits.reference?.hasPrefix("uniform") == true ? 0 : bits.bits ?? 0) }
        }
        return filling.curve(to: highest, count: Self.curvePoints).map { .init(bits: $0.rate, normalised: 1 - $0.distortion / variance) }
            .filter { $0.bits.isFinite && $0.normalised.isFinite }
    }

    private var curveNote: String? {
        let what =
            "Gaussian reverse water-filling on the covariance of \(basis.pool.number) unit vectors of other documents: a reference, not a bound"
        return basis.curveNote.map { "\(what); \($0)" } ?? what
    }
}

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
        var counted = DocumentCount()
        var documentCount: Int { counted.count }
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
        var gathered = Gathered(
            total: SetSums(plan.methods), vectors: plan.methods.map { _ in VectorSums(width: plan.width) },
            activations: StratifiedMoments(width: plan.width))
        // Fewer give no interval, whatever is in them.
        let isResampled = token == nil && records.count >= DocumentBootstrap.fewestDocuments, bootstrap = bootstrap
        for (pass, methods) in resampledTogether.enumerated() where isResampled || pass == 0 {
            var replicates = methods.map { ReplicateSums(plan.methods[$0], resamples: plan.options.resamples) }
            for index in 0..<records.count {
                try cancellation.check()
                let record = try records.record(index)
                let sums = record.failure == nil ? self.sums(of: record, token) : [:]
                if pass == 0 { add(record, sums, token, to: &gathered) }
                if isResampled, record.failure == nil {
                    add(sums, weights: weights(record, bootstrap), group: groups[record.index], to: &replicates, of: methods)
                }
            }
            if isResampled, gathered.documentCount >= DocumentBootstrap.fewestDocuments {
                gathered.resamples += resamples(replicates, of: methods, gathered)
            }
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
        if count > 0 { gathered.counted.add(groups[record.index]) }
        addHeaviest(record, wanted, to: &gathered)
        // Sums of vectors are of whole documents.
        guard wanted == nil else { return }
        for index in plan.methods.indices { gathered.vectors[index].add(index, of: record, activations: gathered.activations) }
        gathered.activations.merge(record.activations)
        guard count > 0 else { return }
        if gathered.rankErrors.isEmpty { gathered.rankErrors = record.rankNormalisedErrors.map { _ in 0 } }
        for index in gathered.rankErrors.indices where index < record.rankNormalisedErrors.count {
            gathered.rankErrors[index] += record.rankNormalisedErrors[index]
        }
    }

    /// The token that weighs most in A.
    private func addHeaviest(_ record: DocumentRecord, _ wanted: Int?, to gathered: inout Gathered) {
        for token in 0..<record.tokenCount where wanted.map({ $0 == token }) ?? record.strata[token].isInHeadline {
            guard let deviation = record.outcome(RecordLayout.DocumentColumn.squaredDeviation.rawValue, token).number else { continue }
            let total = (gathered.heaviest?.total ?? 0) + deviation, isHeavier = deviation > gathered.heaviest?.deviation ?? -1
            gathered.heaviest = (
                isHeavier ? "\(record.title), token \(token)" : gathered.heaviest?.place ?? "",
                max(deviation, gathered.heaviest?.deviation ?? 0), total
            )
        }
    }
}
