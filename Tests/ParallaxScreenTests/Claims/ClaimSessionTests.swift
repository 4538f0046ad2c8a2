import ParallaxCompute
import ParallaxSession
import ParallaxViews
import Testing
import TestSupport

/// What the keys of claims do to the state.
@Suite("Claims in a session") struct ClaimSessionTests {
    /// At a token with its readings, claims off.
    private static func browsing(seconds: Double = 0.8) -> Drive {
        var drive = Drive(Story.world(claimSeconds: seconds))
        drive.settle()
        for _ in 0..<9 { drive.send(.moveRight) }
        drive.settle()
        return drive
    }

    /// On the page, everything tested.
    private static func open() -> Drive {
        var drive = browsing()
        drive.send(.claims)
        drive.settle()
        return drive
    }

    private static func isRun(_ question: AnyQuestion) -> Bool { question.of(ClaimsQuestion.self) != nil }

    @Test("nothing is asked for before b; then first what it costs, and what costs little starts by itself")
    func small() throws {
        var drive = Self.browsing()
        drive.send(.moveRight)
        drive.settle()
        #expect(drive.state.claimPage == nil && drive.state.claimsOfSentences == nil)
        drive.send(.claims)
        let estimate = try #require(drive.open.first(ClaimEstimateQuestion.self))
        #expect(!drive.open.contains(where: Self.isRun) && drive.state.claimEvidence.isEmpty)
        drive.answer(estimate)
        // The claims are there before the first test.
        #expect(drive.open.contains(where: Self.isRun) && !drive.state.claimsAsk && !drive.state.claimEvidence.isEmpty)
        #expect(drive.state.claimEvidence.allSatisfy { drive.state.mark(of: $0) == .running })
        drive.settle()
        #expect(
            drive.state.areClaimsTested
                && drive.state.claimEvidence.map { drive.state.mark(of: $0) } == [.tested(.supported), .tested(.unresolved)])
    }

    @Test("what is found shows test by test")
    func partial() throws {
        var drive = Self.browsing()
        drive.send(.claims)
        drive.answer(try #require(drive.open.first))
        let question = try #require(drive.open.first(ClaimsQuestion.self))
        let text = try #require(drive.state.keptText)
        drive.send(.report(question.partial(ClaimFixture.page(text, question.subject, done: 2))))
        #expect(drive.state.claimProgress.done == 2 && drive.state.runningClaimTest == .recurrence && !drive.state.areClaimsTested)
        #expect(drive.state.mark(of: drive.state.claimEvidence[0]) == .tested(.supported))
    }

    @Test("what costs much waits for Enter; Esc stops it, what was found stays, and r goes on")
    func large() throws {
        var drive = Self.browsing(seconds: 240)
        drive.send(.claims)
        drive.settle()
        #expect(drive.state.claimsAsk && drive.open.isEmpty)
        drive.send(.confirm)
        let question = try #require(drive.open.first(ClaimsQuestion.self))
        drive.send(.report(question.partial(ClaimFixture.page(try #require(drive.state.keptText), question.subject, done: 3))))
        drive.send(.cancel)
        #expect(drive.open.isEmpty && drive.state.openClaims != nil && drive.state.claimProgress.done == 3 && drive.state.claimsAsk)
        drive.send(.retry)
        #expect(drive.open == [AnyQuestion(question)])
        drive.settle()
        #expect(drive.state.areClaimsTested && !drive.state.claimsAsk)
        // Esc leaves where nothing runs.
        drive.send(.cancel)
        #expect(drive.state.mode == .browsing)
    }

    @Test("once switched on it follows the cursor where that costs little, never where it costs much; b on the page ends it")
    func following() {
        var drive = Self.open()
        drive.send(.cancel, .moveRight)
        drive.settle()
        #expect(drive.state.mode == .browsing && drive.state.areClaimsTested)
        drive.send(.claims, .claims)
        #expect(drive.state.mode == .browsing && !drive.state.claims.isOn && drive.state.claimsOfSentences == nil)
        drive.send(.moveRight)
        #expect(drive.open.first(ClaimEstimateQuestion.self) == nil)

        var dear = Self.browsing(seconds: 240)
        dear.send(.claims)
        dear.settle()
        dear.send(.confirm)
        dear.settle()
        #expect(dear.state.areClaimsTested)
        dear.send(.moveRight)
        dear.settle()
        #expect(dear.state.claimPage == nil && dear.state.claimsAsk && dear.open.isEmpty)
    }

    @Test("new statistics test the cheap ones again, for the prefix curve, and leave the dear ones as they are")
    func newStatistics() {
        for (seconds, isAgain) in [(0.8, true), (240.0, false)] {
            var drive = Self.browsing(seconds: seconds)
            drive.send(.claims)
            drive.settle()
            drive.send(.confirm)
            drive.settle()
            drive.state.statistics.version += 1
            drive.send(.redraw)
            #expect(drive.open.contains(where: Self.isRun) == isAgain && drive.state.claimPage != nil)
        }
    }

    @Test("s goes through the values of a claim and back to the original; the round trip and the tests follow")
    func swapping() throws {
        var drive = Self.open()
        let original = try #require(drive.state.keptText), claim = drive.state.claimEvidence[0].claim, stated = try #require(claim.value)
        drive.send(.swapValue)
        let changed = try #require(drive.state.keptText)
        #expect(changed != original && changed.contains("storm") && !changed.contains(stated))
        #expect(drive.open.first(TextEditQuestion.self) { $0.text == changed } != nil)
        #expect(drive.open.first(NoiseQuestion.self) != nil)
        drive.settle()
        #expect(drive.state.claimPage?.explanation == changed && drive.state.editedFigures != nil && drive.state.noiseBand != nil)
        drive.send(.swapValue, .swapValue)
        #expect(drive.state.keptText == ExplanationEdits.replacing(claim, with: "漢字", in: original))
        drive.send(.swapValue)
        #expect(drive.state.keptText == original && drive.state.editing.textEdits.isEmpty)
    }

    @Test("B shows the verdicts without the tests that read the text, in the list and in the marks of the sentences, and back")
    func blind() throws {
        var drive = Self.open()
        let first = try #require(drive.state.claimEvidence.first)
        #expect(drive.state.mark(of: first) == .tested(.supported))
        func screen() -> String {
            ExplorerView.frame(drive.state, size: Size(width: 160, height: 48), style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid.text
        }
        #expect(screen().contains("● 2 of 4 supported, 1 of them without reading the text"))
        #expect(screen().contains("supported; without the tests that read the text unresolved"))
        drive.send(.blindClaims)
        #expect(drive.state.mark(of: first) == .tested(.unresolved) && drive.open.isEmpty)
        #expect(screen().contains("blind: the text decides nothing") && screen().contains("● 1 of 4 supported  "))
        drive.send(.blindClaims)
        #expect(drive.state.mark(of: first) == .tested(.supported))
    }

    @Test("Enter puts the highlighted value there, e one that is typed")
    func values() throws {
        var drive = Self.open()
        drive.send(.previousPane, .moveDown, .moveDown, .confirm)
        #expect(drive.state.keptText?.contains("harbour") == true)
        drive.settle()
        drive.send(.typeValue)
        drive.clear()
        drive.send(.confirm)
        // Nothing typed is no value; the line stays open.
        #expect(drive.state.notice?.contains("expected a word") == true && drive.state.openClaims != nil)
        drive.type("quay")
        drive.send(.confirm)
        #expect(drive.state.keptText?.contains("quay") == true && drive.state.openClaims?.part == .values)
    }

    @Test("x takes the claim out, \" all that is quoted, P the last paragraph; u brings the original back")
    func deleting() throws {
        var drive = Self.open()
        let original = try #require(drive.state.keptText), first = drive.state.claimEvidence[0].claim.text
        drive.send(.switchOff)
        let rest = String(original.dropFirst(first.count + 1))
        #expect(original == first + " " + rest && drive.state.keptText == rest)
        drive.settle()
        #expect(drive.state.isDeletion && drive.state.editedFigures != nil)
        drive.send(.restore)
        drive.settle()
        #expect(drive.state.keptText == original)
        drive.send(.stripQuotes)
        #expect(drive.state.keptText.map { !$0.contains("\"") && $0.hasPrefix(first) } == true)
        drive.send(.restore, .dropParagraph)
        #expect(drive.state.notice == "there is only one paragraph")
    }

    @Test("join, split, not a claim, another class: how the text is cut, and u takes it back")
    func cutting() throws {
        var drive = Self.open()
        let claims = drive.state.claimEvidence.map(\.claim)
        drive.send(.joinClaim)
        drive.settle()
        #expect(
            drive.state.claimEvidence.count == claims.count - 1
                && drive.state.claimEvidence[0].claim.text == claims[0].text + " " + claims[1].text)
        drive.send(.restore)
        drive.settle()
        drive.send(.splitClaim)
        // The cursor waits behind the first comma.
        drive.send(.confirm)
        drive.settle()
        #expect(drive.state.claimEvidence[0].claim.text == "A letter," && drive.state.claimEvidence[1].claim.text == "quiet in tone.")
        drive.send(.notAClaim)
        drive.settle()
        #expect(drive.state.claimEvidence.map(\.claim.text).first == "quiet in tone.")
        drive.send(.reclassClaim, .toStart, .moveDown, .confirm)
        drive.settle()
        #expect(drive.state.claimEvidence[0].claim.className == "entity" && drive.state.openClaims != nil)
        drive.send(.restore)
        drive.settle()
        #expect(drive.state.claimEvidence.map(\.claim) == claims && drive.state.editing.textEdits.isEmpty)
    }

    @Test("a split outside the claim or with another text is refused, and the line stays open")
    func splitRefused() {
        var drive = Self.open()
        drive.send(.splitClaim)
        drive.edit { $0.moveToEnd() }
        drive.send(.confirm)
        #expect(
            drive.state.notice?.contains("cursor inside the claim") == true && drive.state.openClaims != nil
                && drive.state.mode != .claims(drive.state.openClaims!))
        drive.edit {
            $0.moveLeft(); $0.insert("x")
        }
        drive.send(.confirm)
        #expect(drive.state.notice?.contains("stays as it is") == true)
        drive.send(.cancel)
        #expect(drive.state.claims.cuts.isEmpty && drive.state.openClaims != nil)
    }

    @Test("a test that is switched off is left out of the next run, and comes back")
    func switchingTests() {
        var drive = Self.open()
        drive.send(.nextPane, .moveDown, .switchOff)
        #expect(drive.state.claims.off == [.context])
        drive.settle()
        #expect(drive.state.claimEvidence[0].result(.context) == nil && drive.state.claimEvidence[0].result(.swap) != nil)
        drive.send(.confirm)
        drive.settle()
        #expect(drive.state.claims.off.isEmpty && drive.state.claimEvidence[0].result(.context) != nil)
    }

    @Test("the person's verdicts go to the log one after the other, and one that fails does not hold up the next")
    func verdicts() throws {
        var drive = Self.open()
        let claim = drive.state.claimEvidence[0].claim
        drive.send(.judge(.true), .moveDown, .judge(.unsure))
        func notes() -> [JudgedClaim] { drive.open.compactMap { $0.of(JudgeQuestion.self)?.judged } }
        #expect(notes().map(\.verdict) == [.true] && notes().first?.claim == claim && notes().first?.position == 9)
        drive.fail(JudgeQuestion(notes()[0]), Complaint("a file", expected: "room", found: "none", remedy: "make some"))
        #expect(notes().map(\.verdict) == [.unsure])
        drive.settle()
        #expect(drive.state.notice == "\"unsure\" appended to claims-verdicts.jsonl" && drive.state.verdict(of: claim) == .true)
        // The same again takes it back, in another line.
        drive.send(.moveUp, .judge(.true))
        #expect(notes().count == 1 && notes()[0].verdict == nil && drive.state.verdict(of: claim) == nil)
        #expect(notes()[0].explanation == drive.state.keptText && notes()[0].token != nil)
    }

    @Test("where the workspace names no file for verdicts the person is asked once; Enter names it for all, Esc for none")
    func verdictFile() throws {
        for isGiven in [true, false] {
            var drive = Self.open()
            drive.state.inventory.proposedVerdicts = "/somewhere/claims-verdicts.jsonl"
            let claim = drive.state.claimEvidence[0].claim
            drive.send(.judge(.true))
            guard case .prompting(.verdictFile, let editor) = drive.state.mode else {
                Issue.record("nobody is asked")
                return
            }
            #expect(editor.text == "/somewhere/claims-verdicts.jsonl" && drive.open.first(JudgeQuestion.self) == nil)
            drive.send(isGiven ? .confirm : .cancel)
            #expect(drive.state.openClaims != nil && drive.state.verdict(of: claim) == .true)
            let written = drive.open.first(JudgeQuestion.self)?.judged
            #expect(isGiven ? written?.file == "/somewhere/claims-verdicts.jsonl" : written == nil)
            drive.settle()
            // Nobody is asked twice.
            drive.send(.judge(.false))
            #expect(drive.state.verdict(of: claim) == .false)
            if case .claims = drive.state.mode {} else { Issue.record("asked again") }
            #expect((drive.open.first(JudgeQuestion.self) != nil) == isGiven)
        }
    }

    @Test("a failure is shown at the claims, and r tries again")
    func failure() throws {
        var drive = Self.browsing()
        drive.send(.claims)
        drive.answer(try #require(drive.open.first))
        let question = try #require(drive.open.first(ClaimsQuestion.self))
        drive.fail(question, Complaint("claims", expected: "memory", found: "none", remedy: "close something"))
        #expect(drive.state.claimEvidence.allSatisfy { drive.state.mark(of: $0) == .failed } && drive.open.isEmpty)
        drive.send(.retry)
        #expect(drive.open == [AnyQuestion(question)])
    }

    @Test("the finding holds the claims with their statistics, nulls and verdicts")
    func finding() throws {
        var drive = Self.open()
        drive.send(.judge(.false))
        drive.settle()
        drive.send(.writing(screen: "what is seen"))
        guard let written = drive.open.first(WriteQuestion.self) else {
            Issue.record("nothing is written")
            return
        }
        let finding = written.finding
        let claims = try #require(finding.claims), first = try #require(claims.claims.first)
        #expect(
            claims.isWhole && claims.calibration == "letters of the island, 4,037 claims" && claims.left["derivable"] != nil
                && claims.prefixCurve.count > 1)
        #expect(first.support == "supported" && first.probability == 0.97 && first.person == "false" && first.candidates.count == 4)
        #expect(
            first.tests.allSatisfy {
                $0.isPooled && $0.nullDraws == 240 && !$0.nullSource.isEmpty && !$0.definition.isEmpty
                    && ($0.statistic == nil) != ($0.undefined == nil)
            })
        #expect(first.tests.count { $0.readsText } == 1)
        let bytes = Array(claims.explanation.utf8)
        #expect(claims.claims.allSatisfy { String(decoding: bytes[$0.bytes[0]..<$0.bytes[1]], as: UTF8.self) == $0.text })
        // Without claims the finding has none.
        drive.settle()
        drive.send(.claims)
        drive.send(.writing(screen: ""))
        #expect(drive.state.findings.writing?.finding.claims == nil)
    }

    @Test("from a sentence of the explanation to its first claim; ← → read on in the text")
    func places() {
        var drive = Self.browsing()
        drive.state.claims.isOn = true
        drive.send(.redraw)
        drive.settle()
        drive.send(.nextPane, .nextPane, .toEnd, .claims)
        #expect(drive.state.openClaims.flatMap { drive.state.evidence(at: $0)?.claim.text.hasPrefix("A verb of finding") } == true)
        drive.send(.moveRight)
        drive.settle()
        #expect(drive.state.position == 10 && drive.state.openClaims?.claim == 0 && drive.state.areClaimsTested)
    }

    @Test("claims of any text with any ranges change nothing that they do not fit", arguments: 0..<20 as Range<UInt64>)
    func hostileRanges(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var drive = Self.browsing()
        drive.send(.claims)
        while let asked = drive.open.first {
            guard let question = asked.of(ClaimsQuestion.self) else {
                drive.answer(asked)
                continue
            }
            let text = drive.state.keptText ?? ""
            var page = ClaimFixture.page(text, question.subject)
            page.claims = page.claims.map { evidence in
                let low = Int.random(in: -5...400, using: &generator), range = low..<low + Int.random(in: 0...90, using: &generator)
                return ClaimEvidence(
                    claim: Claim(range: range, text: "anything", className: "detail", kind: .detail, value: "a", valueRange: range),
                    results: evidence.results, verdict: evidence.verdict,
                    candidates: evidence.candidates)
            }
            drive.send(.report(question.finished(page)))
            drive.open.removeAll { $0 == asked }
        }
        for command in [
            Command.switchOff, .stripQuotes, .swapValue, .swapValue, .dropParagraph, .joinClaim, .notAClaim, .moveDown, .switchOff
        ] { drive.send(command) }
        for size in [Size(width: 80, height: 24), Size(width: 200, height: 50)] {
            #expect(ExplorerView.frame(drive.state, size: size, style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid.brokenPairs.isEmpty)
        }
    }
}
