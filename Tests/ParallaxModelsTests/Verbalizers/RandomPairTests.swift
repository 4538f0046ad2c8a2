import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("NLA pairs of the shapes of Qwen2 and of the Gemma-3 wrapper follow the published recipe")
struct RandomPairTests {
    @Test("the prompt is tokenised in one step, with the one BOS that the chat template writes or with none", arguments: PairGoldens.random)
    func prompt(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer()
        #expect(try verbalizer.promptTokenIDs == goldens.file().prompt)
        #expect(verbalizer.site == goldens.site)
    }

    @Test("what an AV writes, and how likely it is given the activation, the mean and nothing", arguments: PairGoldens.random)
    func verbalizer(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), x = try goldens.activations(), mean = try goldens.mean(), golden = try goldens.file()
        let written = try verbalizer.verbalize(x, sampling: .greedy(maximumTokens: 12))
        #expect(written.map(\.tokenIDs) == golden.verbalizations.map(\.ids))
        for (row, wanted) in golden.verbalizations.enumerated() {
            #expect(abs(written[row].logProbability - wanted.logprob) < 1e-3)
            #expect(abs(try verbalizer.score(wanted.ids, for: x.slice(row..<row + 1))[0].logProbability - wanted.logprob) < 1e-3)
            #expect(abs(try verbalizer.score(wanted.ids, for: mean)[0].logProbability - (wanted.logprob_mean ?? .nan)) < 1e-3)
            #expect(abs(try verbalizer.scoreWithoutActivation(wanted.ids).logProbability - (wanted.logprob_none ?? .nan)) < 1e-3)
        }
        for edited in golden.edited {
            #expect(try verbalizer.tokenIDs(of: edited.text) == edited.ids)
            #expect(abs(try verbalizer.logProbability(of: edited.text, for: x.slice(0..<1))[0] - edited.logprob) < 2e-3)
        }
    }

    @Test(
        "the vector that an AR makes of a text, its prompt with the BOS that the tokenizer writes or with none",
        arguments: PairGoldens.random)
    func reconstructor(_ goldens: PairGoldens) throws {
        let reconstructor = try goldens.reconstructor(), file = try goldens.file(), expected = try goldens.reconstructions()
        #expect(reconstructor.site == goldens.site)
        let found = try reconstructor.reconstruct((file.verbalizations.map(\.text)) + file.edited.map(\.text))
        for row in 0..<expected.count { #expect(relativeError(found[row], expected[row]) < 1e-4) }
    }

    @Test("the injected vector is not multiplied by Gemma's embedding scale, the tokens around it are")
    func embeddingScale() throws {
        let verbalizer = try PairGoldens.random[1].verbalizer(), file = try PairGoldens.random[1].file(),
            x = try PairGoldens.random[1].activations()
        var configuration = verbalizer.model.configuration
        #expect(configuration.embeddingScale == Float(24).squareRoot())
        configuration.embeddingScale = 1
        let plain = try DecoderCheckpoint(configuration, WeightStore(folder: verbalizer.folder)).model(role: .language)
        var rows = try plain.embed(file.prompt)
        for i in rows.values.indices { rows.values[i] *= Float(24).squareRoot() }
        let place = try #require(file.prompt.firstIndex(of: verbalizer.sidecar.marker?.tokenID ?? -1)), norm = x.norms[0]
        rows[place] = x[0].map { Float(Double($0) * 800 / norm) }
        let logits = try #require(try plain.forward(ForwardRequest([.init(.embeddings(rows))], logits: .last))[0].logits)
        #expect(logits.values.indices.max { logits.values[$0] < logits.values[$1] } == file.verbalizations[0].ids[0])
    }
}
