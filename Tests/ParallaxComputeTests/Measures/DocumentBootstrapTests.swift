import Foundation
import ParallaxCompute
import Testing

@Suite("Intervals over documents")
struct DocumentBootstrapTests {
    private static func mean(_ values: [Double]) -> @Sendable ([Double]) -> Outcome {
        { weights in Outcome(zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)) }
    }

    private static func normal(_ count: Int, seed: UInt64) -> [Double] {
        var noise = MeasureFixtures.Noise(seed: seed)
        return (0..<count).map { _ in noise.normal() }
    }

    @Test("every resample draws as many documents as there are, the same ones for the same seed")
    func draws() {
        let bootstrap = DocumentBootstrap(documents: 40, seed: 5)
        #expect(bootstrap.resamples == 1000)
        var seen = [Double](repeating: 0, count: 40)
        for index in 0..<1000 {
            let weights = bootstrap.weights(index)
            #expect(weights.reduce(0, +) == 40 && weights.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
            for document in 0..<40 { seen[document] += weights[document] }
        }
        // Each is drawn 1000 times in the mean, with a standard deviation of √975.
        #expect(seen.allSatisfy { abs($0 - 1000) < 160 })
        #expect(bootstrap.weights(3) == DocumentBootstrap(documents: 40, seed: 5).weights(3))
        #expect(bootstrap.weights(3) != bootstrap.weights(4) && bootstrap.weights(3) != DocumentBootstrap(documents: 40, seed: 6).weights(3))
    }

    @Test("the interval of a mean is that of normal theory where there are many documents")
    func normalTheory() throws {
        let values = Self.normal(400, seed: 1)
        let interval = try #require(DocumentBootstrap(documents: 400, seed: 0, resamples: 4000).interval(Self.mean(values)).value)
        let mean = values.reduce(0, +) / 400
        let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot() / 20
        #expect(abs(interval.low - (mean - 1.96 * error)) < 0.1 * error && abs(interval.high - (mean + 1.96 * error)) < 0.1 * error)
        #expect(interval.level == 0.95 && interval.documents == 400 && interval.resamples == 4000)
    }

    @Test("95 of 100 intervals hold the truth, nearly")
    func coverage() {
        let held = (0..<200).count { trial in
            let interval = DocumentBootstrap(documents: 40, seed: UInt64(trial), resamples: 400).interval(Self.mean(Self.normal(40, seed: UInt64(1000 + trial))))
            return interval.value.map { $0.low <= 0 && 0 <= $0.high } ?? false
        }
        // Percentile intervals of 40 documents cover some 93 %; 200 trials scatter by 1.8 %.
        #expect((175...200).contains(held))
    }

    @Test("a paired difference is far narrower than the two intervals apart")
    func paired() throws {
        let difficulty = Self.normal(50, seed: 7), noise = Self.normal(50, seed: 8)
        let a = difficulty.map { $0 * 10 }, b = zip(a, noise).map { $0 + 0.5 + 0.1 * $1 }
        let bootstrap = DocumentBootstrap(documents: 50, seed: 2)
        let difference = try #require(bootstrap.difference(Self.mean(b), Self.mean(a)).value)
        #expect(difference.low > 0.4 && difference.high < 0.6 && difference.excludesZero)
        let apart = try #require(bootstrap.interval(Self.mean(a)).value)
        #expect(apart.high - apart.low > 3 && !apart.excludesZero)
        #expect(try #require(bootstrap.difference(Self.mean(a), Self.mean(b)).value).high < -0.4, "below 0 it separates as well")
    }

    @Test("many figures at once stand on the same draws as each alone")
    func together() {
        let a = Self.normal(12, seed: 1), b = Self.normal(12, seed: 2), bootstrap = DocumentBootstrap(documents: 12, seed: 9)
        let both = bootstrap.intervals(2) { [Self.mean(a)($0), Self.mean(b)($0)] }
        #expect(both.map(\.value) == [bootstrap.interval(Self.mean(a)).value, bootstrap.interval(Self.mean(b)).value])
    }

    @Test("too few documents, or too few resamples with a value: no interval, and why")
    func refusals() {
        for (documents, text) in [(0, "0 documents"), (1, "1 document"), (9, "9 documents")] {
            #expect(DocumentBootstrap(documents: documents, seed: 0).interval { _ in .value(1) }.reason == "\(text): an interval needs 10 at least")
        }
        let bootstrap = DocumentBootstrap(documents: 10, seed: 0)
        let rare = bootstrap.interval { $0[0] > 0 ? .value($0[0]) : .undefined("document 0 was not drawn") }
        // Not drawn in 0.9¹⁰ = 35 % of the resamples.
        #expect(rare.reason?.hasSuffix("of 1000 resamples: document 0 was not drawn") == true)
        #expect(bootstrap.interval { _ in .undefined("never") }.reason == "undefined in 1000 of 1000 resamples: never")
        let most = bootstrap.interval { $0[0] < 4 ? .value($0[0]) : .undefined("drawn four times") }
        #expect(most.value.map { $0.resamples < 1000 && $0.resamples > 950 } == true)
    }
}

@Suite("Mismatched pairs")
struct DerangementTests {
    private static func check(_ documentOf: [Int], seed: UInt64) throws {
        let partner = try Derangement.acrossDocuments(documentOf: documentOf, seed: seed)
        #expect(partner.sorted() == Array(documentOf.indices), "each token once")
        #expect(partner.indices.allSatisfy { documentOf[$0] != documentOf[partner[$0]] })
    }

    @Test("every token meets one of another document, each once", arguments: 0..<20 as Range<UInt64>)
    func derangement(seed: UInt64) throws {
        var noise = MeasureFixtures.Noise(seed: seed)
        let tokens = 40 + Int(noise.uniform() * 100)
        try Self.check((0..<tokens).map { _ in Int(noise.uniform() * 8) - 3 }, seed: seed)
        try Self.check([0, 1], seed: seed)
        try Self.check([4, 4, 4, 7, 2, 7], seed: seed)
        try Self.check((0..<30).map { $0 / 15 }, seed: seed)
    }

    @Test("the same seed gives the same pairs, another seed others, and partners come from all over")
    func random() throws {
        let documentOf = (0..<600).map { $0 / 30 }
        let pairs = try Derangement.acrossDocuments(documentOf: documentOf, seed: 1)
        #expect(try Derangement.acrossDocuments(documentOf: documentOf, seed: 1) == pairs)
        #expect(try Derangement.acrossDocuments(documentOf: documentOf, seed: 2) != pairs)
        // The 30 tokens of a document are spread over its 19 neighbours, not taken from one of them.
        #expect(Set(pairs[0..<30].map { documentOf[$0] }).count > 8)
        #expect(try Derangement.acrossDocuments(documentOf: [], seed: 1) == [])
    }

    @Test("where one document holds more than half of the tokens there is none, and the sentence says so")
    func impossible() {
        let complaint = #expect(throws: Complaint.self) { try Derangement.acrossDocuments(documentOf: [3, 3, 3, 1, 2], seed: 0) }
        #expect(complaint?.found == "3 of 5 in one")
        #expect(throws: Complaint.self) { try Derangement.acrossDocuments(documentOf: [0], seed: 0) }
    }
}
