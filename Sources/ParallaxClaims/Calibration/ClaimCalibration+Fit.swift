extension ClaimCalibration {
    private static let fewestDocuments = 4
    private static let fewestClaims = 50
    private static let drawsKept = 256

    /// Learns from cases whose documents are used for nothing else.
    ///
    /// Probabilities are those of written claims: swaps and lies, of which there may be any number, teach no probability. They set nulls and
    /// thresholds. A penalty is chosen by the loss on held-out documents; thresholds and nulls take every claim by a combination that its own
    /// document did not teach.
    /// - Parameter cases: written claims without a known truth are left out.
    /// - Throws: `Complaint` for too few documents or claims, or where all are true or all are false.
    public static func fit(
        _ cases: [ClaimCase], checkpoints: ClaimCheckpoints, truth: String, background: ClaimBackground = .none, examination: ClaimOptions = .init(),
        seen texts: SeenTexts? = nil, options: ClaimCalibrationOptions = .init()
    ) throws -> ClaimCalibration {
        let written = cases.filter { $0.source == .written && $0.isTrue != nil }
        let (swaps, lies) = (cases.filter { $0.source == .randomSwap }, cases.filter { $0.source == .bestLie })
        var seen = Set<String>()
        let documents = cases.map(\.document).filter { seen.insert($0).inserted }
        try check(cases, written, options)

        let folds = DocumentFolds(documents, count: options.folds, seed: options.seed)
        func crossFitted(_ tests: [ClaimTest], _ penalty: ClaimCombination.Penalty? = nil) throws -> CrossFittedCombination {
            try CrossFittedCombination(written, tests: tests, folds: folds, samples: options.samples, penalty: penalty)
        }
        let blind = ClaimTest.allCases.filter { !$0.readsText }
        let whole = try crossFitted(ClaimTest.allCases), withoutText = try crossFitted(blind), resampling = try crossFitted([.resampling])
        func plain(_ tests: [ClaimTest]) throws -> ClaimCombination {
            try ClaimCombination.fit(written, tests: tests, samples: options.samples, penalty: withoutText.whole.penalty)
        }
        let references = ClaimReferences(
            classAlone: try plain([]), resamplingAlone: resampling.whole,
            leavingOut: try withoutText.whole.tests.map { test in .init(test: test, combination: try plain(blind.filter { $0 != test })) })
        return ClaimCalibration(
            checkpoints: checkpoints, options: options, background: background, examination: examination, truth: truth, documents: documents, classes: counts(written, swaps, lies),
            all: ClaimRule(whole, written: written, swaps: swaps, lies: lies, options: options),
            withoutText: ClaimRule(withoutText, written: written, swaps: swaps, lies: lies, options: options),
            references: references, seen: texts, nulls: nulls(swaps, options))
    }

    private static func check(_ cases: [ClaimCase], _ written: [ClaimCase], _ options: ClaimCalibrationOptions) throws {
        func refuse(_ expected: String, _ found: String, _ remedy: String) -> Complaint { Complaint("calibration", expected: expected, found: found, remedy: remedy) }
        guard options.isSound else { throw refuse("shares between 0 and 1 and counts of at least 1", "other options", "leave the options as they are") }
        guard cases.allSatisfy({ $0.statistics.count == ClaimTest.allCases.count }) else {
            throw refuse("\(ClaimTest.allCases.count) statistics a claim", "another number", "gather the cases anew")
        }
        let documents = Set(written.map(\.document)).count, right = written.count { $0.isTrue == true }
        guard documents >= fewestDocuments, written.count >= fewestClaims else {
            throw refuse(
                "\(fewestClaims) claims of known truth in \(fewestDocuments) documents at least", "\(written.count) in \(documents)",
                "judge more claims, or name more calibration documents")
        }
        guard right > 0, right < written.count else {
            throw refuse("true claims and false ones", "\(right == 0 ? "none" : "all") of \(written.count) true", "judge more claims, or name more calibration documents")
        }
    }

    private static func counts(_ written: [ClaimCase], _ swaps: [ClaimCase], _ lies: [ClaimCase]) -> [ClassCount] {
        func count(_ claims: [ClaimCase]) -> [String: Int] { Dictionary(grouping: claims, by: \.className).mapValues(\.count) }
        let (all, right, swaps, lies) = (count(written), count(written.filter { $0.isTrue == true }), count(swaps), count(lies))
        return all.keys.sorted().map { ClassCount(name: $0, written: all[$0] ?? 0, isTrue: right[$0] ?? 0, swaps: swaps[$0] ?? 0, lies: lies[$0] ?? 0) }
    }

    private static func nulls(_ swaps: [ClaimCase], _ options: ClaimCalibrationOptions) -> [ClaimTest: PooledNulls] {
        var result: [ClaimTest: PooledNulls] = [:]
        for test in ClaimTest.allCases {
            let draws = swaps.compactMap { swap in swap.statistics[test.index].map { (className: swap.className, kind: swap.kind, value: $0) } }
            if !draws.isEmpty { result[test] = PooledNulls(draws, fewest: options.fewestDraws, keeping: drawsKept) }
        }
        return result
    }
}
