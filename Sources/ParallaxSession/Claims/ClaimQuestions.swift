import ParallaxCompute

/// What the tests of the claims will cost.
public struct ClaimEstimateQuestion: Question {
    public var subject: ClaimSubject

    public init(_ subject: ClaimSubject) { self.subject = subject }

    public var lane: Lane { .claims }
    public var pace: Pace { .aside }
    public var about: DocumentID? { subject.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> ClaimEstimate {
        try bench.estimate(subject, cancellation)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> ClaimEstimate {
        try bench.estimate(subject)
    }

    public func keep(_ answer: ClaimEstimate, in state: inout SessionState) { state.claims.estimate = Latest(self, answer) }
}

/// The claims put to their tests.
public struct ClaimsQuestion: Question {
    public var subject: ClaimSubject

    public init(_ subject: ClaimSubject) { self.subject = subject }

    public var lane: Lane { .claims }
    public var pace: Pace { .aside }
    public var about: DocumentID? { subject.document }

    /// The page after another test, and the finished one.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (ClaimPage) -> Void) throws -> ClaimPage {
        try bench.claims(subject, cancellation, partial)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (ClaimPage) -> Void) throws -> ClaimPage {
        try bench.claims(subject, cancellation, partial)
    }

    public func keep(part: ClaimPage, in state: inout SessionState) { state.claims.page = Latest(self, part) }

    public func keep(_ answer: ClaimPage, in state: inout SessionState) {
        keep(part: answer, in: &state)
        state.claims.finished = subject
    }
}

/// Appends what the person holds of a claim to the log of verdicts: the answer is its file.
public struct JudgeQuestion: Question {
    public var judged: JudgedClaim

    public init(_ judged: JudgedClaim) { self.judged = judged }

    public var lane: Lane { .effects }
    public var pace: Pace { .prompt }
    public var about: DocumentID? { judged.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> String {
        try bench.append(judged)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> String {
        try bench.append(judged)
    }

    public func keep(_ answer: String, in state: inout SessionState) {
        state.forgetVerdict()
        state.notice = judged.verdict.map { "\"\($0.rawValue)\" appended to \(answer)" } ?? "taken back, by a line in \(answer)"
    }

    /// The next one may come through.
    public func fail(_ complaint: Complaint, in state: inout SessionState) {
        state.failures[AnyQuestion(self)] = nil
        state.forgetVerdict()
    }
}

/// The claims of a text as far as they have been examined.
struct KnownClaims: Sendable {
    /// The newest page; nil before the first test.
    var page: ClaimPage?
    /// What was measured before it was stopped; nil where all is done.
    var run: ClaimRun?
}

extension ModelBench {
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
        if let known = claimPages.value(for: subject), known.run == nil { estimate.expectedSeconds = 0 }
        return estimate
    }

    /// The claims of a text, tested; a page after every test. What a stopped examination had found is there at once, and is not measured again.
    func claims(_ subject: ClaimSubject, _ cancellation: Cancellation, _ partial: (ClaimPage) -> Void) throws -> ClaimPage {
        let known = claimPages.value(for: subject)
        var page = known?.page
        if let page {
            guard known?.run != nil else { return page }
            partial(page)
        }
        var run = known?.run ?? ClaimRun()
        do {
            let whole = try examiner().examine(subject, on: self, continuing: &run, cancellation: cancellation) { next in
                page = next
                partial(next)
            }
            claimPages.insert(KnownClaims(page: whole, run: nil), for: subject)
            return whole
        } catch {
            claimPages.insert(KnownClaims(page: page, run: run), for: subject)
            throw error
        }
    }

    /// Appends what the person holds of a claim to the log of verdicts.
    /// - Returns: where that is.
    func append(_ judged: JudgedClaim) throws -> String {
        let loaded = instrument.verbalizers[judged.verbalizer], nla = loaded.nla
        var fingerprints = ["model": instrument.model.fingerprint]
        fingerprints["av"] = nla.verbalizer?.fingerprint
        fingerprints["ar"] = nla.reconstructor?.fingerprint
        fingerprints["explanations"] = nla.texts?.fingerprint
        return try VerdictLog(instrument.workspace, asked: judged.file).append(
            judged, document: instrument.library.title(judged.document), verbalizer: loaded.info.name, fingerprints: fingerprints)
    }
}
