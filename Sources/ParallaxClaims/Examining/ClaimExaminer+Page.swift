/// An examination as far as it has come. What one that was stopped has measured, the next one takes from here.
public struct ClaimRun: Sendable {
    var table: ClaimTable?
    var scratch = ClaimScratch()
    var done: Set<ClaimMeasurement> = []
    var curve: [Outcome] = []
    /// Every measurement that was made, in the order in which they ended; one that was made twice stands here twice.
    public package(set) var made: [String] = []

    public init() {}

    /// About what it takes in memory: the vectors of the AR, which are by far the most.
    public var byteCount: Int { (scratch.without + scratch.vectors.joined()).reduce(4096) { $0 + $1.count * MemoryLayout<Float>.stride } }
}

extension ClaimExaminer {
    /// Examines the claims of an explanation.
    /// - Parameters:
    ///   - run: what was measured of the same explanation before it was stopped; holds what has been measured, also where this ends with an error.
    ///   - off: tests that are not run.
    ///   - reference: μ and Var, for the prefix curve.
    ///   - usesText: whether tests that read the document's text may decide.
    ///   - partial: told the page as it stands whenever something was measured.
    /// - Throws: `Complaint` where a checkpoint cannot run the texts; `CancellationError`.
    public func page(
        _ subject: ExplanationInContext, continuing run: inout ClaimRun, off: Set<ClaimTest> = [], calibration: ClaimCalibration? = nil,
        reference: MeasureReference = .none, usesText: Bool = true,
        cancellation: Cancellation = Cancellation(), partial: (ClaimPage) -> Void = { _ in }
    ) throws -> ClaimPage {
        let (measurements, left) = plan(subject, off: off)
        let runs = budget(subject, off: off)
        var results: [ClaimTest: [ClaimTestResult]] = [:]
        func page(_ table: ClaimTable, _ run: ClaimRun) -> ClaimPage {
            // What a test needs is measured once, so its results stand once they are there.
            for test in ClaimStatistics.all where results[test.test] == nil && !off.contains(test.test) && test.needs.isSubset(of: run.done)
            {
                results[test.test] = self.results(of: test, table, calibration)
            }
            return ClaimPage(
                explanation: subject.explanation, claims: evidence(table, results, calibration: calibration, usesText: usesText),
                prefixCurve: run.curve, left: left,
                calibration: calibration?.basis, runs: runs)
        }
        var table = run.table ?? start(subject, measurements)
        for lanes in schedule(measurements.filter { !run.done.contains($0) }, together: modelsTogether) {
            try cancellation.check()
            defer { run.table = table }
            try measure(lanes, subject, &table, &run, cancellation)
            try drawCurve(subject, reference, &run, cancellation)
            if run.done.count < measurements.count { partial(page(table, run)) }
        }
        // Stopped between the last measurement and its curve.
        try drawCurve(subject, reference, &run, cancellation)
        return page(table, run)
    }

    /// The same from the beginning.
    public func page(
        _ subject: ExplanationInContext, off: Set<ClaimTest> = [], calibration: ClaimCalibration? = nil,
        reference: MeasureReference = .none, usesText: Bool = true,
        cancellation: Cancellation = Cancellation(), partial: (ClaimPage) -> Void = { _ in }
    ) throws -> ClaimPage {
        var run = ClaimRun()
        return try page(
            subject, continuing: &run, off: off, calibration: calibration, reference: reference, usesText: usesText,
            cancellation: cancellation, partial: partial)
    }

    private func drawCurve(
        _ subject: ExplanationInContext, _ reference: MeasureReference, _ run: inout ClaimRun, _ cancellation: Cancellation
    ) throws {
        if run.curve.isEmpty, run.done.contains(.reconstructions) { run.curve = try prefixCurve(subject, reference, cancellation) }
    }

    /// F of the first 0, 1, 2 … sentences.
    private func prefixCurve(_ subject: ExplanationInContext, _ reference: MeasureReference, _ cancellation: Cancellation) throws
        -> [Outcome]
    {
        guard let reconstructor, let activation = subject.activation else { return [] }
        let parts = ExplanationSegments(subject.explanation).parts
        let texts = (0...parts.count).map { parts.prefix($0).joined() }
        let rows = try reconstructor.reconstruct(texts, cancellation: cancellation)
        return texts.indices.map {
            TokenFigures(activation: activation, reconstruction: rows[$0], reference: reference).normalisedFVE.outcome
        }
    }

    /// What a test shows of every claim.
    private func results(of test: any ClaimStatistic, _ table: ClaimTable, _ calibration: ClaimCalibration?) -> [ClaimTestResult] {
        table.claims.indices.map { claim in
            ClaimTestResult(
                test: test.test, statistic: test.statistic(claim, 0, in: table), candidates: candidateNull(test, claim, table),
                pooled: calibration?.null(test.test, className: table.claims[claim].className, kind: table.claims[claim].kind))
        }
    }

    /// What is known of every claim so far.
    private func evidence(_ table: ClaimTable, _ results: [ClaimTest: [ClaimTestResult]], calibration: ClaimCalibration?, usesText: Bool)
        -> [ClaimEvidence]
    {
        let known = table.claims.indices.map { claim in ClaimStatistics.all.compactMap { results[$0.test]?[claim] } }
        let found = table.claims.indices.map { ClaimFinding(claim: table.claims[$0], results: known[$0], origin: origin($0, table)) }
        let blind = ClaimVerdicts.page(found, calibration: calibration, usesText: false)
        let verdicts = usesText ? ClaimVerdicts.page(found, calibration: calibration, usesText: true) : blind
        return table.claims.indices.map { claim in
            ClaimEvidence(
                claim: table.claims[claim], results: known[claim], verdict: verdicts[claim], blind: blind[claim],
                candidates: shown(claim, table))
        }
    }

    private func candidateNull(_ test: any ClaimStatistic, _ claim: Int, _ table: ClaimTable) -> ClaimNull {
        if test.test == .shapley { return ClaimNull(table.shapleyDecoys, source: "sentences of other documents' explanations") }
        let draws = table.others(claim).compactMap { test.statistic(claim, $0, in: table).number }
        return ClaimNull(draws, source: draws.count == 1 ? "1 other value in its place" : "\(draws.count) other values in its place")
    }

    /// What the AV would say anyway.
    private func origin(_ claim: Int, _ table: ClaimTable) -> ClaimOriginEvidence {
        ClaimOriginEvidence(
            priorLogProbability: table.priorLogs.indices.contains(claim) ? table.priorLogs[claim][0] : nil,
            priorShare: table.prior.isEmpty ? nil : table.prior.share(stating: table.candidates[claim][0].sought))
    }

    private func shown(_ claim: Int, _ table: ClaimTable) -> [ClaimEvidence.Candidate] {
        table.others(claim).map { index in
            ClaimEvidence.Candidate(
                value: table.candidates[claim][index].value,
                cosine: table.cosines.indices.contains(claim) ? table.cosines[claim][index] : nil,
                logProbability: table.logs.indices.contains(claim) ? table.logs[claim][index] : nil,
                sampleShare: table.samples.isEmpty ? nil : table.samples.share(stating: table.candidates[claim][index].sought))
        }.sorted { ($0.cosine ?? -2) > ($1.cosine ?? -2) }
    }
}
