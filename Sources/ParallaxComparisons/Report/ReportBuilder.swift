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

    public init(plan: ComparisonPlan, basis: ReportBasis) {
        self.plan = plan
        self.basis = basis
        layout = RecordLayout(plan.methods)
        reference = basis.reference
        list = FigureList(plan.methods, reference: reference)
    }

    /// - Parameter token: one position of a single record; nil takes all, by their strata.
    /// - Throws: `Complaint` for a record that cannot be read; `CancellationError`.
    public func report(of records: any ComparisonRecords, token: Int? = nil, cancellation: Cancellation = Cancellation()) throws -> ComparisonReport {
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
            scope: scope(gathered, token), site: plan.site, model: plan.model.name, count: gathered.total.count, dimension: plan.width, documents: gathered.titles,
            estimatedFrom: basis.documents, statisticsFrom: plan.statisticsFrom, meanFrom: reference.meanSource.textWithWarning,
            varianceFrom: reference.varianceSource.textWithWarning, variance: basis.variance, samples: plan.options.samples, seed: plan.options.seed,
            following: plan.options.following, excluded: token == nil ? excluded(gathered) : [], strata: strata, methods: methods, curve: curve(methods), curveNote: curveNote,
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
        if gathered.failureCount > notes.count { notes.append("left out as well: \(gathered.failureCount - notes.count) other documents") }
        if gathered.titles.count > 1, gathered.titles.count < plan.documents.count { notes.append("\(gathered.titles.count) of the \(plan.documents.count) documents that were to be evaluated") }
        // Tokens of one document are alike: ten of them a dimension are the least from which directions can be told.
        let few = basis.pool.number < 10 * plan.width ? ": fewer than ten a dimension, so that PCA knows its own documents better than these" : ""
        notes.append("PCA, neighbours, firing frequencies and quantisers from \(basis.pool.number) activations of the documents behind μ and Var" + few)
        notes += transcoderNotes
        if let variance = basis.variance, gathered.total.count > 0, gathered.total.count < StatisticSource.fewTokens {
            notes.append("\(gathered.total.count) tokens are few: figures of a set this small move with every token (Var \(FigureText.text(variance, decimals: 3)))")
        }
        if plan.methods.contains(where: { $0.columns.contains(.bitsText) }) {
            notes.append(
                "a text says nothing of ‖h‖: beside its bits A is that of its direction at ‖h‖ as \(plan.options.coefficientBits) bits tell it, which are charged; a dictionary's code carries its length, and F needs none")
        }
        notes.append(plan.mismatchedPairs)
        if gathered.documentCount >= DocumentBootstrap.fewestDocuments {
            notes.append("intervals: 95 %, \(plan.options.resamples) resamples in which every document counts as often as a Poisson number of mean 1 says")
        }
        notes.append("spliced at one position, all other positions left alone; an NLA's output always at the true norm")
        return notes
    }

    /// Whose figures do not speak of the same task as the others'.
    private var transcoderNotes: [String] {
        plan.methods.filter { $0.kind == .dictionary }.compactMap { method in
            method.source.map { "\(method.name) reads \($0) and reconstructs \(plan.site): it is told against other transcoders only" }
        }
    }

    // MARK: Reference curve

    private static let curvePoints = 48

    private func curve(_ methods: [MethodReport]) -> [ComparisonReport.RatePoint] {
        guard let variance = basis.variance, let filling = try? ReverseWaterFilling(eigenvalues: basis.eigenvalues.values, tokens: basis.pool.number) else { return [] }
        var highest = 64.0
        for method in methods { for bits in method.bits { highest = max(highest, bits.reference?.hasPrefix("uniform") == true ? 0 : bits.bits ?? 0) } }
        return filling.curve(to: highest, count: Self.curvePoints).map { .init(bits: $0.rate, normalised: 1 - $0.distortion / variance) }.filter { $0.bits.isFinite && $0.normalised.isFinite }
    }

    private var curveNote: String? {
        let what = "Gaussian reverse water-filling on the covariance of \(basis.pool.number) unit vectors of other documents: a reference, not a bound"
        return basis.curveNote.map { "\(what); \($0)" } ?? what
    }
}
