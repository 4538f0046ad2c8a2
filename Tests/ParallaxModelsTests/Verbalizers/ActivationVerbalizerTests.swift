import Foundation
import ParallaxModels
import Testing

@Suite("activation verbalizers") struct ActivationVerbalizerTests {
    @Test("the prompt is tokenised as transformers does it, and the site comes from the sidecar", arguments: PairGoldens.all)
    func prompt(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), expected = try goldens.file().prompt
        #expect(verbalizer.promptTokenIDs == expected)
        #expect(verbalizer.site == goldens.site)
    }

    @Test("greedy texts are those of transformers, token for token, with their log-probabilities", arguments: PairGoldens.all)
    func greedy(_ goldens: PairGoldens) throws {
        let expected = try goldens.file().verbalizations
        let written = try goldens.verbalizer().verbalize(goldens.activations())
        #expect(written.map(\.text) == expected.map(\.text))
        #expect(written.map(\.tokenIDs) == expected.map(\.ids))
        #expect(written.map(\.truncated) == expected.map(\.truncated))
        #expect(!written.contains { $0.injectionFailed })
        for (own, golden) in zip(written, expected) {
            #expect(own.tokenCount == golden.ids.count)
            #expect(abs(own.logProbability - golden.logprob) < 1e-3)
        }
    }

    @Test("a row alone is written as in a batch", arguments: PairGoldens.all)
    func alone(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), x = try goldens.activations()
        let together = try verbalizer.verbalize(x)
        for row in stride(from: 0, to: x.count, by: 5) {
            let single = try verbalizer.verbalize(x.slice(row..<row + 1))
            #expect(single.map(\.tokenIDs) == [together[row].tokenIDs])
        }
    }

    @Test("without room for the closing tag the text is what there was, and flagged")
    func truncated() throws {
        let goldens = PairGoldens.other, expected = try #require(try goldens.file().cut)
        let written = try goldens.verbalizer().verbalize(goldens.activations(), sampling: .greedy(maximumTokens: 9))
        #expect(written.map(\.tokenIDs) == expected.map(\.ids))
        #expect(written.map(\.text) == expected.map(\.text))
        #expect(written.allSatisfy { $0.truncated })
    }

    @Test("the text so far grows to the explanation, without tags and without half characters", arguments: PairGoldens.all)
    func streaming(_ goldens: PairGoldens) throws {
        let x = try goldens.activations()
        var shown = [String](repeating: "", count: x.count), steps = 0
        let written = try goldens.verbalizer().verbalize(x) { row, text in
            #expect(text.hasPrefix(shown[row]) && text != shown[row])
            #expect(!text.contains("\u{fffd}") && !text.contains("explanation>"))
            shown[row] = text
            steps += 1
        }
        #expect(shown == written.map(\.text))
        #expect(steps > 10 * x.count, "it comes in pieces")
    }

    @Test("only the direction of an activation counts", arguments: [1e-18, 1e-3, 1e16] as [Float])
    func direction(_ factor: Float) throws {
        let goldens = PairGoldens.other, verbalizer = try goldens.verbalizer()
        let x = try goldens.activations().slice(0..<3)
        let scaled = Rows(count: 3, width: x.width, values: x.values.map { $0 * factor })
        let written = try verbalizer.verbalize(x), writtenScaled = try verbalizer.verbalize(scaled)
        #expect(writtenScaled.map(\.tokenIDs) == written.map(\.tokenIDs))
    }

    @Test("a seed names a sample, whatever stands beside it in the batch")
    func sampling() throws {
        let goldens = PairGoldens.sample, verbalizer = try goldens.verbalizer(), x = try goldens.activations().slice(0..<6)
        let sampling = Sampling(temperature: 1, seed: 7, maximumTokens: 60)
        let written = try verbalizer.verbalize(x, sampling: sampling)
        let again = try verbalizer.verbalize(x, sampling: sampling)
        #expect(again == written)
        var third = sampling
        third.firstRow = 2
        let alone = try verbalizer.verbalize(x.slice(2..<3), sampling: third)
        #expect(alone.map(\.text) == [written[2].text])
        var other = sampling
        other.seed = 8
        let different = try verbalizer.verbalize(x, sampling: other)
        #expect(different.map(\.text) != written.map(\.text))
    }

    @Test(
        "an activation without a direction is refused, its row named",
        arguments: [(0, "zeros"), (.nan, "not finite"), (.infinity, "not finite")] as [(Float, String)])
    func noDirection(_ value: Float, _ named: String) throws {
        let goldens = PairGoldens.other, verbalizer = try goldens.verbalizer()
        var x = try goldens.activations().slice(0..<2)
        x[1] = [Float](repeating: value, count: x.width)
        let complaint = #expect(throws: Complaint.self) { try verbalizer.verbalize(x) }
        #expect(complaint?.subject == "activation row 1")
        #expect(complaint?.found.contains(named) == true)
    }

    @Test("activations of another width are refused")
    func width() throws {
        let complaint = #expect(throws: Complaint.self) { try PairGoldens.other.verbalizer().verbalize(PairGoldens.sample.activations()) }
        #expect(complaint?.expected.contains("32") == true && complaint?.found.contains("128") == true)
    }

    @Test("a cancelled request ends, before and between tokens")
    func cancelled() throws {
        let verbalizer = try PairGoldens.other.verbalizer(), x = try PairGoldens.other.activations()
        let before = Cancellation()
        before.cancel()
        #expect(throws: CancellationError.self) { try verbalizer.verbalize(x, cancellation: before) }
        let between = Cancellation()
        #expect(throws: CancellationError.self) { try verbalizer.verbalize(x, cancellation: between) { _, _ in between.cancel() } }
        let after = try verbalizer.verbalize(x)
        #expect(after.count == x.count, "the verbalizer is as it was")
    }
}
