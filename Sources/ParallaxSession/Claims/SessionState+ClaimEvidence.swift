import ParallaxCompute

/// The claims of the text at the cursor: nil or empty while nothing is known of them.
extension SessionState {
    /// The text at the cursor as the person kept it. What is in the editor is tested once it is kept.
    public var claimPlace: ClaimPlace? {
        guard let verbalKey, verbalReading != nil else { return nil }
        return ClaimPlace(key: verbalKey, text: editing.textEdits[verbalKey])
    }

    public var claimSubject: ClaimSubject? {
        guard let place = claimPlace else { return nil }
        return ClaimSubject(
            document: document, position: position, verbalizer: place.key.verbalizer, dictionary: dictionary, text: place.text,
            edits: claims.cuts[place] ?? [], off: claims.off,
            statistics: statistics.version)
    }

    /// What the tests cost here; nil while it is counted.
    public var claimEstimate: ClaimEstimate? { claims.estimate.flatMap { isHere($0.question.subject) ? $0.value : nil } }

    /// The page of the text at the cursor, whole or as far as it has come.
    public var claimPage: ClaimPage? { claims.page.flatMap { isHere($0.question.subject) ? $0.value : nil } }

    private func isHere(_ subject: ClaimSubject) -> Bool { claimSubject?.isSame(as: subject) ?? false }

    /// The claims with what was found; untested ones before the first test is done.
    public var claimEvidence: [ClaimEvidence] {
        if let page = claimPage { return page.claims }
        let untested = ClaimVerdict(support: .unresolved, origin: .neither, decidedBy: [], reason: "not tested yet")
        return claimEstimate?.claims.map { ClaimEvidence(claim: $0, results: [], verdict: untested, candidates: []) } ?? []
    }

    public var isTestingClaims: Bool { outstanding.first(ClaimsQuestion.self) != nil }

    public var areClaimsTested: Bool { claims.finished.map(isHere) ?? false }

    /// Whether the tests wait for the person to let them start.
    public var claimsAsk: Bool {
        guard claims.isOn, let subject = claimSubject, let estimate = claimEstimate, !areClaimsTested else { return false }
        return isStopped(subject) || (!estimate.isSmall && !isGranted(subject))
    }

    func isGranted(_ subject: ClaimSubject) -> Bool { claims.granted?.isSame(as: subject) ?? false }
    func isStopped(_ subject: ClaimSubject) -> Bool { claims.stopped?.isSame(as: subject) ?? false }

    /// Why nothing could be found out; nil where nothing failed.
    public var claimFailure: Complaint? {
        claimSubject.flatMap { failure(of: ClaimsQuestion($0)) ?? failure(of: ClaimEstimateQuestion($0)) }
    }

    /// The verdict that is shown: with the tests that read the text, or without.
    public func verdict(on evidence: ClaimEvidence) -> ClaimVerdict { claims.isBlind ? evidence.blind : evidence.verdict }

    public func mark(of evidence: ClaimEvidence) -> ClaimMark {
        guard evidence.results.isEmpty, !areClaimsTested else { return .tested(verdict(on: evidence).support) }
        return claimFailure != nil ? .failed : isTestingClaims ? .running : .notYet
    }

    /// The test that runs now: the first that has found nothing yet and was not left out.
    public var runningClaimTest: ClaimTest? {
        guard isTestingClaims, let page = claimPage else { return nil }
        return ClaimTest.allCases.first { test in
            !claims.off.contains(test) && page.left[test] == nil && !page.claims.contains { $0.result(test) != nil }
        }
    }

    /// Tests that are done, of those that are on.
    public var claimProgress: (done: Int, total: Int) {
        let wanted = ClaimTest.allCases.filter { !claims.off.contains($0) }
        return (
            wanted.count { test in
                claimPage.map { page in page.left[test] != nil || page.claims.contains { $0.result(test) != nil } } ?? false
            }, wanted.count
        )
    }

    /// The claims that stand in each sentence of the kept text, in the order of the text; nil where claims are off or their text is another.
    public var claimsOfSentences: [[ClaimEvidence]]? {
        guard claims.isOn, let keptText, let parts = triedText?.parts.parts else { return nil }
        if let page = claimPage, page.explanation != keptText { return nil }
        let evidence = claimEvidence
        var start = 0
        return parts.map { part in
            let range = start..<start + part.utf8.count
            start = range.upperBound
            return evidence.filter { $0.claim.range.overlaps(range) }
        }
    }

    /// What the person said of a claim at the cursor.
    public func verdict(of claim: Claim) -> PersonVerdict.Verdict? { claimPlace.flatMap { claims.verdicts[$0]?[claim.text] } }

    /// The page of claims, also while a question about it is answered; nil where it is not open.
    public var openClaims: ClaimFocus? {
        switch mode {
        case .claims(let focus), .prompting(.claimValue(let focus), _), .prompting(.claimSplit(let focus), _),
            .prompting(.verdictFile(let focus), _),
            .choosing(.claimClass(let focus), _):
            focus
        default: nil
        }
    }

    /// The claim that is looked at.
    public func evidence(at focus: ClaimFocus) -> ClaimEvidence? {
        let all = claimEvidence
        return all.isEmpty ? nil : all[max(0, min(focus.claim, all.count - 1))]
    }

    /// The classes that a claim can be given: those of the rules, then those that are met here.
    public var claimClasses: [String] {
        var seen: Set<String> = []
        return ((claimEstimate?.classes ?? []) + claimEvidence.map(\.claim.className) + ClaimKind.allCases.map(\.rawValue)).filter {
            seen.insert($0).inserted
        }
    }
}
