extension ClaimExaminer {
    /// Examines the claims of an explanation.
    /// - Parameters:
    ///   - off: tests that are not run.
    ///   - reference: μ and Var, for the prefix curve.
    ///   - usesText: whether tests that read the document's text may decide.
    ///   - partial: told the page as it stands whenever something was measured.
    /// - Throws: `Complaint` where a checkpoint cannot run the texts; `CancellationError`.
    public func page(
        _ subject: ExplanationInContext, off: Set<ClaimTest> = [], calibration: ClaimCalibration? = nil, reference: MeasureReference = .none, usesText: Bool = true,
        cancellation: Cancellation = Cancellation(), partial: (ClaimPage) -> Void = { _ in }
    ) throws -> ClaimPage {
        let (measurements, left) = plan(subject, off: off)
        var (table, scratch) = (start(subject, measurements), ClaimScratch())
        let runs = budget(subject, off: off)
        var done: Set<ClaimMeasurement> = [], curve: [Outcome] = [], results: [ClaimTest: [ClaimTestResult]] = [:]
        func page() -> ClaimPage {
            // What a test needs is measured once, so its results stand once they are there.
            for test in ClaimStatistics.all where results[test.test] == nil && !off.contains(test.test) && test.needs.isSubset(of: done) {
                results[test.test] = self.results(of: test, table, calibration)
            }
            return ClaimPage(
                explanation: subject.explanation, claims: evidence(table, results, calibration: calibration, usesText: usesText), prefixCurve: curve, left: left,
                calibration: calibration?.basis, runs: runs)
        }
        for lanes in schedule(measurements, together: modelsTogether) {
            try cancellation.check()
            try run(lanes, subject, &table, &scratch, cancellation)
            done.formUnion(lanes.joined())
            if curve.isEmpty, done.contains(.reconstructions) { curve = try prefixCurve(subject, reference, cancellation) }
            if done.count < measurements.count { partial(page()) }
        }
        return page()
    }

    /// F of the first 0, 1, 2 … sentences.
    private func prefixCurve(_ subject: ExplanationInContext, _ reference: MeasureReference, _ cancellation: Cancellation) throws -> [Outcome] {
        guard let reconstructor, let activation = subject.activation else { return [] }
        let parts = ExplanationSegments(subject.explanation).parts
        let texts = (0...parts.count).map { parts.prefix($0).joined() }
        let rows = try reconstructor.reconstruct(texts, cancellation: cancellation)
        return texts.indices.map { TokenFigures(activation: activation, reconstruction: rows[$0], reference: reference).normalisedFVE.outcome }
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
    private func evidence(_ table: ClaimTable, _ results: [ClaimTest: [ClaimTestResult]], calibration: ClaimCalibration?, usesText: Bool) -> [ClaimEvidence] {
        let known = table.claims.indices.map { claim in ClaimStatistics.all.compactMap { results[$0.test]?[claim] } }
        let found = table.claims.indices.map { ClaimFinding(claim: table.claims[$0], results: known[$0], origin: origin($0, table)) }
        let verdicts = ClaimVerdicts.page(found, calibration: calibration, usesText: usesText)
        return table.claims.indices.map { claim in
            ClaimEvidence(claim: table.claims[claim], results: known[claim], verdict: verdicts[claim], candidates: shown(claim, table))
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
                value: table.candidates[claim][index].value, cosine: table.cosines.indices.contains(claim) ? table.cosines[claim][index] : nil,
                logProbability: table.logs.indices.contains(claim) ? table.logs[claim][index] : nil,
                sampleShare: table.samples.isEmpty ? nil : table.samples.share(stating: table.candidates[claim][index].sought))
        }.sorted { ($0.cosine ?? -2) > ($1.cosine ?? -2) }
    }
}
