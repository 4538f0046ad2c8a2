import ParallaxCompute

/// A page of claims as far as it has come.
struct KnownClaims: Sendable {
    var page: ClaimPage
    var isWhole: Bool
}

extension Bench {
    /// The tests that the workspace's checkpoints allow.
    /// - Throws: `Complaint` where nothing can test claims.
    private func examiner() throws -> any ClaimExamining {
        guard let claimExaminer else {
            throw Complaint("claims", expected: "tests of claims", found: "none in this program", remedy: "use a build that has them")
        }
        return claimExaminer
    }

    /// What is known already costs nothing.
    func estimate(_ subject: ClaimSubject, _ cancellation: Cancellation) throws -> ClaimEstimate {
        var estimate = try examiner().estimate(subject, on: self, cancellation: cancellation)
        if claimPages.value(for: subject)?.isWhole == true { estimate.expectedSeconds = 0 }
        return estimate
    }

    /// The claims of a text, tested; a page after every test. What a stopped run had found is there at once, and is not lost again.
    func claims(_ subject: ClaimSubject, _ cancellation: Cancellation, _ partial: (Response) -> Void) throws -> ClaimPage {
        let known = claimPages.value(for: subject)
        if let known, known.isWhole { return known.page }
        if let known { partial(.claims(known.page)) }
        func keep(_ page: ClaimPage, isWhole: Bool) {
            claimPages.insert(KnownClaims(page: page, isWhole: isWhole), for: subject)
        }
        let page = try examiner().examine(subject, on: self, known: known?.page, cancellation: cancellation) { page in
            guard page.resultCount >= known?.page.resultCount ?? 0 else { return }
            keep(page, isWhole: false)
            partial(.claims(page))
        }
        keep(page, isWhole: true)
        return page
    }

    /// Appends what the person holds of a claim to the log of verdicts.
    /// - Returns: where that is.
    func append(_ judged: JudgedClaim) throws -> String {
        try VerdictLog(instrument.workspace).append(
            judged, document: instrument.library.title(judged.document), verbalizer: instrument.verbalizers.elements[judged.verbalizer].info.name)
    }
}

extension ClaimPage {
    fileprivate var resultCount: Int { claims.reduce(0) { $0 + $1.results.count } }
}
