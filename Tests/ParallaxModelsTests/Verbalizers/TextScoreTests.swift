import Foundation
import ParallaxMeasures
import Testing

@Suite("log-probabilities of texts under an AV") struct TextScoreTests {
    @Test("written ids score as they were written: given the activation, the mean, and nothing", arguments: PairGoldens.all)
    func written(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), x = try goldens.activations(), mean = try goldens.mean()
        for (row, golden) in try goldens.file().verbalizations.enumerated() {
            let given = try verbalizer.score(golden.ids, for: x.slice(row..<row + 1))[0]
            #expect(given.tokenLogProbabilities.count == golden.ids.count)
            #expect(abs(given.logProbability - golden.logprob) < 1e-3)
            let average = try verbalizer.score(golden.ids, for: mean)[0], none = try verbalizer.scoreWithoutActivation(golden.ids)
            #expect(abs(average.logProbability - (golden.logprob_mean ?? .nan)) < 1e-3)
            #expect(abs(none.logProbability - (golden.logprob_none ?? .nan)) < 1e-3)
        }
    }

    @Test(
        "bits of a text under a null injection (the mean vector), and what the activation adds, are transformers' own",
        arguments: PairGoldens.all)
    func bits(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), x = try goldens.activations(), mean = try goldens.mean()
        for (row, golden) in try goldens.file().verbalizations.enumerated() {
            let reference = try verbalizer.score(golden.ids, for: mean)[0],
                given = try verbalizer.score(golden.ids, for: x.slice(row..<row + 1))[0]
            let theirs = -(golden.logprob_mean ?? .nan) / log(2)
            #expect(abs((TextLength.bits(logProbabilities: reference.tokenLogProbabilities).number ?? .nan) - theirs) < 2e-3)
            let information = TextLength.information(givenActivation: given.logProbability, reference: reference.logProbability)
            #expect(abs((information.number ?? .nan) - (theirs + golden.logprob / log(2))) < 3e-3)
        }
    }

    @Test("an edited text is scored in the published form", arguments: PairGoldens.all)
    func edited(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), first = try goldens.activations().slice(0..<1)
        for golden in try goldens.file().edited {
            #expect(try verbalizer.tokenIDs(of: " \(golden.text)\n") == golden.ids)
            let scored = try verbalizer.logProbability(of: golden.text, for: first)
            #expect(abs(scored[0] - golden.logprob) < 1e-3)
        }
    }

    @Test("an edited text takes the form of the output that it was edited from")
    func form() throws {
        let verbalizer = try PairGoldens.other.verbalizer()
        let output = Verbalization(output: "So: <explanation>  Old. </explanation>", tokenIDs: [], tokenLogProbabilities: [], marker: "☃")
        #expect(
            try verbalizer.tokenizer.decode(verbalizer.tokenIDs(of: "New!", like: output), skipSpecialTokens: false)
                == "So: <explanation>  New! </explanation>")
        let cut = Verbalization(output: "<explanation>\n\nOld", tokenIDs: [], tokenLogProbabilities: [], marker: "☃")
        #expect(
            try verbalizer.tokenizer.decode(verbalizer.tokenIDs(of: "New!", like: cut), skipSpecialTokens: false)
                == "<explanation>\n\nNew!\n</explanation>")
    }

    @Test("several activations are scored as each alone")
    func batch() throws {
        let goldens = PairGoldens.sample, verbalizer = try goldens.verbalizer(), x = try goldens.activations()
        let ids = try goldens.file().verbalizations[0].ids
        let together = try verbalizer.score(ids, for: x)
        for row in 0..<x.count {
            let alone = try verbalizer.score(ids, for: x.slice(row..<row + 1))[0]
            #expect(abs(alone.logProbability - together[row].logProbability) < 1e-3)
        }
        let best = together.indices.max { together[$0].logProbability < together[$1].logProbability }
        #expect(best == 0, "the text fits its own activation best")
    }

    @Test("a text longer than the context is refused with both lengths, an id outside the vocabulary too")
    func refused() throws {
        let verbalizer = try PairGoldens.sample.verbalizer(), x = try PairGoldens.sample.activations().slice(0..<1)
        let complaint = #expect(throws: Complaint.self) { try verbalizer.score([Int](repeating: 5, count: 300), for: x) }
        #expect(complaint?.found == "300")
        #expect(complaint?.expected.contains("\(257 - verbalizer.promptTokenIDs.count)") == true)
        #expect(throws: Complaint.self) { try verbalizer.score([5, 1_000_000], for: x) }
        #expect(throws: Complaint.self) { try verbalizer.score([-1, 5], for: x) }
    }
}
