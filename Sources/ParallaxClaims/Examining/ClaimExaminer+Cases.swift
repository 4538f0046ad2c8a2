extension ClaimExaminer {
    /// Tests that are made for what an explanation states only, and so can tell nothing of swaps: never part of a calibration.
    public static let uncalibrated: Set<ClaimTest> = [.shapley]

    /// The claims of an explanation, random swaps and best lies as cases for calibration and study. All statistics are those of `page`.
    /// - Parameter isTrue: whether the document's text says what a claim states, nil where nobody knows.
    public func cases(_ subject: ExplanationInContext, isTrue: (Claim) -> Bool?, cancellation: Cancellation) throws -> [ClaimCase] {
        let (measurements, _) = plan(subject, off: Self.uncalibrated)
        var (table, scratch) = (start(subject, measurements), ClaimScratch())
        for measurement in measurements {
            try cancellation.check()
            try measure(measurement, subject, table, scratch, cancellation)(&table, &scratch)
        }
        let done = Set(measurements)
        let tests = ClaimStatistics.all.map { Self.uncalibrated.contains($0.test) || !$0.needs.isSubset(of: done) ? nil : $0 }
        return table.claims.indices.flatMap { claim -> [ClaimCase] in
            func made(_ candidate: Int, _ source: ClaimCase.Source) -> ClaimCase {
                let stated = table.candidates[claim][candidate]
                return ClaimCase(
                    document: subject.document, position: subject.position, source: source, className: stated.claim.className, kind: stated.claim.kind, value: stated.value,
                    statistics: ClaimTest.allCases.map { test in tests.lazy.compactMap { $0 }.first { $0.test == test }?.statistic(claim, candidate, in: table).number },
                    isTrue: isTrue(stated.claim))
            }
            let lies = [(ClaimLies.random(claim, table), ClaimCase.Source.randomSwap), (ClaimLies.best(claim, table), .bestLie)]
            return [made(0, .written)] + lies.compactMap { candidate, source in
                // A swap that makes a false claim true is no lie.
                candidate.map { made($0, source) }.flatMap { $0.isTrue == true ? nil : $0 }
            }
        }
    }
}
