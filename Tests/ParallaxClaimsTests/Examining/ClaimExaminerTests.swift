import Foundation
@testable import ParallaxClaims
import Testing

@Suite("claims of the sample, examined") struct ClaimExaminerTests {
    let sample: ClaimSample

    init() throws { sample = try ClaimSample() }

    @Test(
        "every test finds something, each with a null; the same seed gives the same page; facts that the text has stated beat what could stand in their place"
    )
    func page() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation()
        var partial: [ClaimPage] = []
        let page = try examiner.page(explanation) { partial.append($0) }
        #expect(try examiner.page(explanation) == page)
        #expect(page.claims.count >= 5 && page.left.isEmpty && page.calibration == nil)
        for test in ClaimTest.allCases {
            #expect(page.claims.contains { $0.result(test)?.statistic.number != nil }, "\(test) has found nothing")
        }
        // What is cheap and telling is there first, and nothing that was there goes.
        let first = try #require(partial.first?.claims.first).results.map(\.test).filter { $0 != .shapley }
        #expect(first == [.resampling, .context, .recurrence])
        for (before, after) in zip(partial, partial.dropFirst() + [page]) {
            #expect(before.claims[0].results.count <= after.claims[0].results.count)
        }

        // "… the ring that you left in Turin. Here the cat sleeps in": said by the text, so said by the samples, and dear to the AR.
        let animal = try #require(page.claims.first { $0.claim.className == "animal" })
        #expect(animal.claim.value == "cat")
        for test in [ClaimTest.resampling, .likelihood, .swap, .deletion, .information, .context] {
            let result = try #require(animal.result(test)), statistic = try #require(result.statistic.number)
            #expect(result.candidates.draws.allSatisfy { $0 < statistic }, "\(test)")
            #expect(result.tail == 1 / Double(result.candidates.draws.count + 1))
        }
        #expect(animal.candidates.count == sample.options.candidates && !animal.candidates.contains { $0.value == "cat" })
        // Few candidates decide nothing.
        #expect(animal.verdict.support == .unresolved && animal.verdict.probability == nil && animal.verdict.origin == .derivable)
        #expect(page.prefixCurve.count == ExplanationSegments(page.explanation).parts.count + 1)
    }

    @Test("AV and AR side by side find what they find one after the other, and nothing runs before what it builds on")
    func schedule() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation(), all = ClaimMeasurement.allCases
        let lanes = examiner.schedule(all, together: 2), turns = examiner.schedule(all, together: 1)
        for steps in [lanes, turns] { #expect(Set(steps.joined().joined()) == Set(all) && steps.joined().joined().count == all.count) }
        // With a large model the dearest comes last, and nothing beside anything.
        #expect(turns.allSatisfy { $0.count == 1 } && turns.last == [[.orders]] && lanes.contains { $0.count == 2 })
        func measured(_ steps: [[[ClaimMeasurement]]]) throws -> ClaimTable {
            var (table, run) = (examiner.start(explanation, all), ClaimRun())
            for lanes in steps { try examiner.measure(lanes, explanation, &table, &run, Cancellation()) }
            return table
        }
        let together = try measured(lanes), alone = try measured(turns)
        for statistic in ClaimStatistics.all {
            for claim in together.claims.indices {
                for candidate in together.candidates[claim].indices {
                    #expect(
                        statistic.statistic(claim, candidate, in: together) == statistic.statistic(claim, candidate, in: alone),
                        "\(statistic.test)")
                }
            }
        }
        #expect(!together.samples.isEmpty && together.mimic != nil && together.shapleyDecoys == alone.shapleyDecoys)
    }

    @Test("tests that are off are not run, and say so; what is missing is said in words, and the rest runs")
    func lacking() throws {
        let explanation = try sample.explanation()
        let off = try sample.examiner().page(explanation, off: [.causal, .shapley])
        #expect(off.left == [.causal: "switched off", .shapley: "switched off"] && off.claims.allSatisfy { $0.result(.causal) == nil })

        let deaf = try sample.examiner(reconstructor: false, dictionary: false).page(explanation)
        #expect(Set(deaf.left.keys) == [.swap, .deletion, .witness, .causal, .shapley] && deaf.left[.swap] == "no AR")
        let mute = try sample.examiner(verbalizer: false).page(explanation)
        #expect(Set(mute.left.keys) == [.resampling, .likelihood, .information, .causal])
        let alone = try sample.examiner(background: ClaimBackground.none).page(explanation, off: [.shapley])
        #expect(alone.left[.information]?.contains("no mean activation") == true)

        // A transcript: texts, samples and neighbours, and nothing that could be run.
        let texts = ExplanationInContext(
            document: "made elsewhere", position: 3, activation: nil, explanation: "A letter. The mood is sad. A cat appears.",
            visibleText: "Dear Sam, the cat", neighbours: ["A letter. A cat appears."],
            samples: ["A letter. A cat appears.", "A letter. The mood is happy. A dog appears."])
        let page = try ClaimExaminer(rules: sample.rules, verbalizer: nil, reconstructor: nil, background: .none).page(texts)
        #expect(Set(page.claims.flatMap { $0.results.map(\.test) }) == [.resampling, .context, .recurrence])
        let shares = page.claims.map { $0.result(.resampling)?.statistic.number }
        #expect(shares == [1, 0, 0.5])
        #expect(page.claims[2].result(.context)?.statistic == .value(1) && page.claims[2].result(.recurrence)?.statistic == .value(1))
        #expect(page.runs == ClaimBudget() && page.prefixCurve.isEmpty)
    }

    @Test("edits of the person: what is joined is examined as one, what is no claim is not examined")
    func edits() throws {
        let examiner = try sample.examiner()
        var explanation = try sample.explanation()
        let claims = sample.rules.claims(of: explanation.explanation)
        explanation.edits = [.notAClaim(claims[0].range)]
        let page = try examiner.page(explanation, off: Set(ClaimTest.allCases).subtracting([.context]))
        #expect(page.claims.map(\.claim) == Array(claims.dropFirst()))
    }

    @Test("cases: the statistics of the page, and of swaps that are false by construction; no swap that would be true")
    func cases() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation()
        let truth = try ClaimTruth([ClaimSample.folder.appending(path: "documents.jsonl")], rules: sample.rules)
        let isTrue = { (claim: Claim) in truth.isTrue(claim, document: explanation.document, position: explanation.position) }
        let cases = try examiner.cases(explanation, isTrue: isTrue, cancellation: Cancellation())
        let page = try examiner.page(explanation)
        let written = cases.filter { $0.source == .written }
        #expect(written.count == page.claims.count)
        for (claim, evidence) in zip(written, page.claims) {
            for (test, statistic) in zip(ClaimTest.allCases, claim.statistics) where test != .shapley {
                #expect(statistic == evidence.result(test)?.statistic.number, "\(test)")
            }
            #expect(claim.statistics[ClaimTest.allCases.firstIndex(of: .shapley)!] == nil)
            #expect(claim.isTrue == isTrue(evidence.claim))
        }
        let lies = cases.filter { $0.source != .written }
        #expect(lies.count > written.count && lies.allSatisfy { $0.isTrue != true })
        // Where the stated value is true, the AR prefers it to the best lie.
        let animal = lies.filter { $0.className == "animal" && $0.source == .bestLie }
        #expect(animal.count == 1 && animal[0].value != "cat" && animal[0].isTrue == false)
        let swap = ClaimTest.allCases.firstIndex(of: .swap)!
        #expect(try #require(animal[0].statistics[swap]) < 0)
    }

    @Test("the budget counts what will run before anything does")
    func budget() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation()
        let all = examiner.budget(explanation), claims = sample.rules.claims(of: explanation.explanation).count
        #expect(
            all.written == sample.options.samples + 1 && all.scored == 2 * claims * (1 + sample.options.candidates) + 3 * claims
                && all.read > claims * sample.options.candidates)
        #expect(all.flops > 2 * 100_000 * Double(all.tokens), "every token goes through some hundred thousand weights")
        let cheap = examiner.budget(explanation, off: Set(ClaimTest.allCases).subtracting([.context]))
        #expect(cheap == ClaimBudget())
        #expect(examiner.budget(explanation, off: [.resampling]).written == 1)
    }

    @Test("a cancelled examination ends and says nothing more")
    func cancelled() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation(), cancellation = Cancellation()
        var pages = 0
        #expect(throws: CancellationError.self) {
            try examiner.page(explanation, cancellation: cancellation) { _ in
                pages += 1
                cancellation.cancel()
            }
        }
        #expect(pages == 1)
    }

    @Test(
        "stopped after every page or at any moment, an examination goes on: nothing is measured twice, and the page is that of one that ran through"
    )
    func goesOn() throws {
        let examiner = try sample.examiner(), explanation = try sample.explanation()
        var whole = ClaimRun()
        let page = try examiner.page(explanation, continuing: &whole)
        func check(_ stop: (Cancellation) -> Void, _ partial: (Cancellation) -> Void) throws {
            var run = ClaimRun(), stops = 0, found: ClaimPage?
            while found == nil {
                let cancellation = Cancellation(), before = run.made
                if stops < 12 { stop(cancellation) }
                do {
                    found = try examiner.page(explanation, continuing: &run, cancellation: cancellation) { _ in partial(cancellation) }
                } catch is CancellationError {
                    stops += 1
                }
                #expect(run.made.starts(with: before))
            }
            #expect(found == page && stops > 0)
            #expect(run.made.sorted() == whole.made.sorted() && Set(run.made).count == run.made.count, "\(run.made)")
        }
        try check({ _ in }, { $0.cancel() })
        try check(
            { cancellation in DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(2)) { cancellation.cancel() } }, { _ in })
    }
}
