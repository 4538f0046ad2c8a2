/// AUROC of scores over written claims, with intervals and paired differences over the same draws of documents.
struct StudyRanking: Sendable {
    let claims: [ClaimCase]
    private let documentOf: [String: Int]
    private let bootstrap: DocumentBootstrap
    /// How often each document stands in each resample, `[resamples][documents]`.
    private let resamples: [[Double]]

    init(_ claims: [ClaimCase], seed: UInt64, resamples: Int) {
        self.claims = claims
        var documents: [String: Int] = [:]
        for claim in claims where documents[claim.document] == nil { documents[claim.document] = documents.count }
        documentOf = documents
        bootstrap = DocumentBootstrap(seed: seed, resamples: resamples)
        let drawn = (0..<documents.count).map { [bootstrap] in bootstrap.weights(document: $0) }
        self.resamples = (0..<resamples).map { resample in drawn.map { $0[resample] } }
    }

    private var even: [Double] { [Double](repeating: 1, count: documentOf.count) }

    private func auroc(_ claims: [ClaimCase], _ score: StudyScore, _ target: StudyTarget, classes: [String]? = nil) -> Auroc {
        Auroc(claims.compactMap { claim in
            guard let value = score.value(claim), value.isFinite, let label = target.label(claim) else { return nil }
            return (value, label, documentOf[claim.document] ?? 0, claim.className)
        }, classes: classes)
    }

    /// A figure in every resample.
    private func draws(_ figure: @Sendable ([Double]) -> Outcome) -> BootstrapDraws {
        var outcomes = [Outcome](repeating: .value(0), count: resamples.count)
        outcomes.withUnsafeMutableBufferPointer { outcomes in
            // Ranks of some thousand claims are near enough to decide whether to share.
            ComputeThreads.share(resamples.count, grain: 16, operations: resamples.count * claims.count * 10) { range in
                for index in range { outcomes[index] = figure(resamples[index]) }
            }
        }
        return outcomes.reduce(into: BootstrapDraws()) { $0.append($1) }
    }

    private func interval(_ draws: BootstrapDraws) -> Known<BootstrapInterval> { bootstrap.interval(of: draws, documents: documentOf.count) }

    func figures(_ score: StudyScore, _ target: StudyTarget) -> ClaimStudy.Score {
        let auroc = auroc(claims, score, target), even = even
        return ClaimStudy.Score(
            name: score.name, target: target, readsText: score.readsText, claims: auroc.count, overall: StudyFigure(auroc.overall(even), interval(draws(auroc.overall))),
            within: StudyFigure(auroc.within(even), interval(draws(auroc.within))), classes: auroc.classes)
    }

    /// Both on the claims that have both, within class and overall.
    func difference(_ first: StudyScore, _ second: StudyScore, _ target: StudyTarget) -> ClaimStudy.Difference {
        let both = claims.filter { target.label($0) != nil && first.value($0)?.isFinite == true && second.value($0)?.isFinite == true }
        let (a, b, even) = (auroc(both, first, target), auroc(both, second, target), even)
        let (within, overall) = (interval(draws(a.within) - draws(b.within)), interval(draws(a.overall) - draws(b.overall)))
        func less(_ a: Outcome, _ b: Outcome) -> Outcome { a.flatMap { a in b.map { a - $0 } } }
        return ClaimStudy.Difference(
            first: first.name, second: second.name, target: target, claims: both.count, classes: a.classes, firstWithin: a.within(even).number, secondWithin: b.within(even).number,
            within: StudyFigure(less(a.within(even), b.within(even)), within), overall: StudyFigure(less(a.overall(even), b.overall(even)), overall))
    }
}
