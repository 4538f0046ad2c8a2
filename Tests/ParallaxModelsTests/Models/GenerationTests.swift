import Foundation
import ParallaxModels
import Testing
import TestSupport

@Suite("Generation: greedy, sampled, batched")
struct GenerationTests {
    let model: LanguageModel
    let ids: [Int]

    init() throws {
        model = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped)
        ids = try Golden("tiny-grouped").tokenIDs()
    }

    private var prompts: [ForwardRequest.Input] { [.tokens(Array(ids[..<6])), .tokens([7]), .tokens(Array(ids[2..<18])), .tokens([9, 5])] }

    private func sampled(_ prompts: [ForwardRequest.Input], temperature: Double = 1, seed: UInt64 = 5, firstRow: Int = 0, count: Int = 12)
        throws -> [Generation]
    {
        try model.generate(
            prompts, sampling: Sampling(temperature: temperature, seed: seed, maximumTokens: count, firstRow: firstRow), stop: [])
    }

    @Test("a batch gives every prompt what it gets alone, greedy and sampled", arguments: [0.0, 1.0])
    func batch(temperature: Double) throws {
        let together = try sampled(prompts, temperature: temperature)
        for (row, prompt) in prompts.enumerated() {
            let alone = try sampled([prompt], temperature: temperature, firstRow: row)[0]
            #expect(alone.ids == together[row].ids)
            for (a, b) in zip(alone.logProbabilities, together[row].logProbabilities) { #expect(abs(a - b) < 1e-4) }
        }
    }

    @Test("a seed names a sample, and rows draw independently")
    func seeds() throws {
        let one = try sampled([prompts[0], prompts[0]]), again = try sampled([prompts[0], prompts[0]]),
            other = try sampled([prompts[0], prompts[0]], seed: 6)
        #expect(one == again)
        #expect(one[0].ids != one[1].ids)
        #expect(one[0].ids != other[0].ids)
    }

    @Test("samples follow the probabilities: a thousand rows against softmax at two temperatures", arguments: [0.7, 1.5])
    func frequencies(temperature: Double) throws {
        let prompt = ForwardRequest.Input.tokens(Array(ids[..<6]))
        let logits = try #require(try model.forward(ForwardRequest([.init(prompt)], logits: .last))[0].logits)
        let scaled = logits[0].map { Double($0) / temperature }, total = scaled.map { exp($0) }.reduce(0, +)
        let rows = 2000
        let drawn = try sampled(Array(repeating: prompt, count: rows), temperature: temperature, count: 1).map { $0.ids[0] }
        for id in 0..<48 {
            let expected = exp(scaled[id]) / total, found = Double(drawn.count { $0 == id }) / Double(rows)
            // Five standard deviations.
            #expect(
                abs(found - expected) < 5 * (expected * (1 - expected) / Double(rows)).squareRoot() + 1e-3,
                "token \(id): \(found) drawn, \(expected) expected")
        }
    }

    @Test("a stop token ends its row and is the last id; other rows go on")
    func stopToken() throws {
        let free = try sampled(prompts, temperature: 0)
        let stop = free[0].ids[3], first = try #require(free[0].ids.firstIndex(of: stop))
        let found = try model.generate(prompts, sampling: .greedy(maximumTokens: 12), stop: [stop])
        #expect(found[0].stopped && found[0].ending == .stopToken)
        #expect(found[0].ids == Array(free[0].ids[...first]))
        for row in prompts.indices {
            let end = free[row].ids.firstIndex(of: stop)
            #expect(found[row].ids == (end.map { Array(free[row].ids[...$0]) } ?? free[row].ids))
            #expect(found[row].stopped == (end != nil))
        }
    }

    @Test("the end of the context ends a row and is said")
    func contextEnd() throws {
        let long = ForwardRequest.Input.tokens((0..<60).map { 4 + $0 % 40 })
        let found = try model.generate([long, .tokens([5])], sampling: .greedy(maximumTokens: 20), stop: [])
        #expect(found[0].ids.count == 5 && found[0].ending == .contextFull && !found[0].stopped)
        #expect(found[1].ids.count == 20 && found[1].ending == .maximumTokens)
    }

    @Test("every token is told as it is chosen")
    func onToken() throws {
        var told = prompts.map { _ in [Int]() }
        let found = try model.generate(prompts, sampling: .greedy(maximumTokens: 7), stop: []) { told[$0].append($1) }
        #expect(told == found.map(\.ids))
        #expect(told.allSatisfy { $0.count == 7 })
    }

    @Test("log-probabilities are those of the model at temperature 1, whatever was drawn")
    func logProbabilities() throws {
        let prompt = Array(ids[..<6]), found = try sampled([.tokens(prompt)], temperature: 2)[0]
        let logits = try #require(try model.forward(ForwardRequest([.init(.tokens(prompt + found.ids))], logits: .all))[0].logits)
        for (step, id) in found.ids.enumerated() {
            let row = logits[prompt.count - 1 + step].map { Double($0) }
            let wanted = row[id] - log(row.map { exp($0) }.reduce(0, +))
            #expect(abs(found.logProbabilities[step] - wanted) < 1e-4)
        }
    }

    @Test("cancelling between tokens stops a generation")
    func cancellation() throws {
        let cancellation = Cancellation()
        var told = 0
        #expect(throws: CancellationError.self) {
            try model.generate([.tokens([5])], sampling: .greedy(maximumTokens: 50), stop: [], cancellation: cancellation) { _, _ in
                told += 1
                if told == 3 { cancellation.cancel() }
            }
        }
        #expect(told == 3)
    }

    @Test("no tokens wanted, none made")
    func noTokens() throws {
        let found = try model.generate([.tokens([5])], sampling: .greedy(maximumTokens: 0), stop: [])[0]
        #expect(found.ids.isEmpty && found.logProbability == 0 && found.ending == .maximumTokens)
    }

    @Test("a negative or undefined temperature is refused", arguments: [-1, Double.nan, .infinity])
    func temperature(value: Double) throws {
        #expect(throws: Complaint.self) { try sampled([.tokens([5])], temperature: value) }
    }
}
