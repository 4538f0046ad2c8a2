import Foundation
import ParallaxMeasures
import Testing
import TestSupport

@Suite("Tokens that a direction raises and lowers")
struct DirectionLensTests {
    @Test("agrees with the unembedding and the norm's weight in torch")
    func parity() throws {
        let golden = try SplicingGolden.read().directions
        let lens = try #require(DirectionLens(model: try SplicingGolden.subject()))
        let found = try lens.tokens(try SplicingGolden.vectors().rows("directions"), top: 8)
        #expect(found.map(\.promoted) == golden.promoted)
        #expect(found.map(\.suppressed) == golden.suppressed)
        for (a, b) in zip(found, golden.raised) {
            for (x, y) in zip(a.raised, b) { #expect(abs(Double(x) - y) < 1e-5) }
        }
    }

    @Test("the norm's weight counts, and the opposite direction swaps the lists", arguments: ["tiny-grouped", "tiny-tied"])
    func knownAnswer(name: String) throws {
        // An unembedding whose row t is t times the first axis, and a norm weight that turns that axis round.
        let checkpoint = try RewrittenCheckpoint(of: Golden.folder.appending(path: name)) { tensor, shape, values in
            if tensor == "model.norm.weight" { return [-2] + values.dropFirst() }
            guard tensor == "lm_head.weight" || tensor == "model.embed_tokens.weight" else { return values }
            return (0..<values.count).map { $0 % shape[1] == 0 ? Float($0 / shape[1]) : 0 }
        }
        let model = try checkpoint.open(), width = model.configuration.hiddenSize, last = model.configuration.vocabularySize - 1
        let lens = try #require(DirectionLens(model: model))
        let axis = [1] + [Float](repeating: 0, count: width - 1)
        let found = try lens.tokens(Rows([axis, axis.map { -3 * $0 }, axis.map { _ in 0 }], width: width), top: 2)
        #expect(
            found[0]
                == PromotedTokens(promoted: [], suppressed: [last, last - 1], raised: [], lowered: [-2 * Float(last), -2 * Float(last - 1)])
        )
        #expect(found[1].promoted == [last, last - 1] && found[1].raised[0] == 6 * Float(last) && found[1].suppressed.isEmpty)
        #expect(found[2] == PromotedTokens(promoted: [], suppressed: [], raised: [], lowered: []))
    }

    @Test("none of a model without unembedding, and other widths are refused")
    func refusals() throws {
        #expect(DirectionLens(model: try LanguageModel.open(folder: Places.sampleData.appending(path: "ar"), role: .reconstructor)) == nil)
        let lens = try #require(DirectionLens(model: try SplicingGolden.subject()))
        #expect(throws: Complaint.self) { try lens.tokens(Rows(count: 1, width: 64), top: 3) }
        #expect(try lens.tokens(Rows(count: 0, width: 128), top: 3).isEmpty)
        #expect(try lens.tokens(Rows([Float](repeating: 1, count: 128)), top: 9999)[0].promoted.count < 1536)
    }
}
