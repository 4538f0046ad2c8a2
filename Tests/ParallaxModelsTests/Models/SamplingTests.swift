import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("Top-k and top-p leave what transformers leaves")
struct SamplingTests {
    /// Goldens/sampling/make.py
    struct Entry: Decodable {
        let logits: [Double], probabilities: [Double]
        let temperature: Double, p: Double
        let k: Int?
    }

    @Test("of random logits, at several temperatures, ties included")
    func cut() throws {
        let entries = try JSONDecoder().decode(
            [Entry].self, from: Data(contentsOf: Places.computeGoldens.appending(path: "sampling/sampling.json")))
        #expect(entries.count == 6)
        for entry in entries {
            var weights = entry.logits.map { exp($0 / entry.temperature) }
            Sampling(temperature: entry.temperature, topTokens: entry.k, topProbability: entry.p).cut(&weights)
            let total = weights.reduce(0, +)
            for (weight, wanted) in zip(weights, entry.probabilities) { #expect(abs(weight / total - wanted) < 1e-6) }
        }
    }

    @Test("only what is left is drawn")
    func drawn() throws {
        let model = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped), prompt = ForwardRequest.Input.tokens([5, 6, 7])
        let logits = try #require(try model.forward(ForwardRequest([.init(prompt)], logits: .last))[0].logits)
        let best = logits.values.indices.sorted { logits.values[$0] > logits.values[$1] }
        func drawn(_ sampling: Sampling) throws -> Set<Int> {
            Set(try model.generate(Array(repeating: prompt, count: 300), sampling: sampling, stop: []).map { $0.ids[0] })
        }
        #expect(try drawn(Sampling(temperature: 1, topTokens: 3, maximumTokens: 1)) == Set(best.prefix(3)))
        #expect(try drawn(Sampling(temperature: 1, topProbability: 1e-6, maximumTokens: 1)) == [best[0]])
        #expect(try drawn(Sampling(temperature: 1, maximumTokens: 1)).count > 5)
    }

    @Test("numbers by which nothing can be drawn are refused")
    func refused() throws {
        let model = try LanguageModel.open(folder: RewrittenCheckpoint.tinyTied)
        for sampling in [Sampling(topTokens: 0), Sampling(topProbability: 0), Sampling(topProbability: 1.1), Sampling(topProbability: .nan)]
        {
            #expect(throws: Complaint.self) { try model.generate([.tokens([5])], sampling: sampling, stop: []) }
        }
    }
}
