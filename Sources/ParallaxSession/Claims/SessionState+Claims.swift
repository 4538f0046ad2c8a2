import ParallaxCompute

/// Starting, stopping and reading the tests of claims.
extension SessionState {
    /// What is lacking of the claims at the cursor: first what they cost, then, where that is little or the person let it start, the tests.
    func claimWants() -> [AnyQuestion] {
        let mayWrite = inventory.proposedVerdicts == nil || claims.log != .unasked
        if mayWrite, let note = claims.unwritten.first { return [AnyQuestion(JudgeQuestion(note))] + testWants() }
        return testWants()
    }

    private func testWants() -> [AnyQuestion] {
        guard claims.isOn, let subject = claimSubject, !isStopped(subject) else { return [] }
        // The comparison needs the processors, and is what the person waits for.
        if case .comparing = mode { return [] }
        guard let estimate = claimEstimate else { return [AnyQuestion(ClaimEstimateQuestion(subject))] }
        guard estimate.isSmall || isGranted(subject) else { return [] }
        // New statistics change the prefix curve alone: what is dear is not made again for that.
        if let finished = claims.finished, finished.isSame(as: subject), claimPage != nil, finished == subject || !estimate.isSmall {
            return []
        }
        if !estimate.isSmall, let running = outstanding.first(ClaimsQuestion.self, where: { $0.subject.isSame(as: subject) }) {
            return [AnyQuestion(running)]
        }
        return [AnyQuestion(ClaimsQuestion(subject))]
    }

    /// From the panes to the page; where one stands on a sentence, to its first claim.
    mutating func showClaims() {
        guard verbalizer != nil else {
            notice = "no NLA at \(site), and so no claims"
            return
        }
        claims.isOn = true
        claims.stopped = nil
        var focus = claims.focus
        focus.swap = nil
        if pane == .explanation, let sentences = claimsOfSentences, sentences.indices.contains(highlightedSentence),
            let first = sentences[highlightedSentence].first
        {
            focus.claim = claimEvidence.firstIndex(of: first) ?? 0
        }
        mode = .claims(focus)
    }

    /// The keys of the page.
    mutating func examine(_ command: Command, _ focus: ClaimFocus) {
        var focus = focus
        switch command {
        case .cancel:
            if isTestingClaims { stopClaims() } else { leaveClaims(focus) }
            return
        case .quit: return leaveClaims(focus)
        case .claims:
            claims.isOn = false
            leaveClaims(focus)
            notice = "claims are no longer tested; b tests them again"
            return
        case .undo, .redo:
            focus.swap = nil
            step(back: command == .undo)
        case .confirm where claimsAsk: startClaims()
        case .retry:
            failures = failures.filter { !$0.key.isAboutClaims }
            startClaims()
        case .blindClaims: claims.isBlind.toggle()
        case .nextPane: focus.part = Self.neighbour(of: focus.part, by: 1)
        case .previousPane: focus.part = Self.neighbour(of: focus.part, by: -1)
        case .confirm where focus.part == .claims: focus.part = .tests
        case .moveLeft, .moveRight:
            moveInGrid(command)
            focus.claim = 0
            focus.value = 0
            focus.swap = nil
        case .moveUp, .moveDown, .pageLeft, .pageRight, .toStart, .toEnd: move(command, &focus)
        default: return changeClaim(command, focus)
        }
        mode = .claims(focus)
    }

    private mutating func leaveClaims(_ focus: ClaimFocus) {
        claims.focus = focus
        mode = .browsing
    }

    private mutating func startClaims() {
        claims.stopped = nil
        claims.granted = claimSubject
    }

    /// What has been found stays.
    mutating func stopClaims() {
        claims.stopped = claimSubject
        claims.granted = nil
        notice = "stopped; what was found stays, r goes on"
    }

    private func move(_ command: Command, _ focus: inout ClaimFocus) {
        switch focus.part {
        case .claims:
            let before = focus.claim
            focus.claim = Self.moved(before, command, count: max(1, claimEvidence.count)) ?? before
            if focus.claim != before { (focus.value, focus.swap) = (0, nil) }
        case .tests: focus.test = Self.moved(focus.test, command, count: ClaimTest.allCases.count) ?? focus.test
        case .values:
            focus.value = Self.moved(focus.value, command, count: max(1, evidence(at: focus)?.candidates.count ?? 1)) ?? focus.value
        }
    }
}

extension AnyQuestion {
    fileprivate var isAboutClaims: Bool {
        of(ClaimsQuestion.self) != nil || of(ClaimEstimateQuestion.self) != nil || of(JudgeQuestion.self) != nil
    }
}
