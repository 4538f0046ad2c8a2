import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Intervals over documents")
struct DocumentBootstrapTests {
    private static func mean(_ values: [Double]) -> ([Double]) -> Outcome {
        { weights in Outcome(zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)) }
    }

    private static func normal(_ count: Int, seed: UInt64) -> [Double] {
        var noise = MeasureFixtures.Noise(seed: seed)
        return (0..<count).map { _ in noise.normal() }
    }

    /// A figure in every resample.
    /// - Parameter statistic: the figure for a weight per document.
    private static func draws(_ bootstrap: DocumentBootstrap, _ documents: Int, _ statistic: ([Double]) -> Outcome) -> BootstrapDraws {
        let weights = (0..<documents).map { bootstrap.weights(document: $0) }
        var draws = BootstrapDraws()
        for resample in 0..<bootstrap.resamples { draws.append(statistic(weights.map { $0[resample] })) }
        return draws
    }

    private static func interval(_ bootstrap: DocumentBootstrap, _ documents: Int, _ statistic: ([Double]) -> Outcome) -> Known<
        BootstrapInterval
    > {
        bootstrap.interval(of: draws(bootstrap, documents, statistic), documents: documents)
    }

    @Test("a document stands in a resample 0, 1, 2, … times as a Poisson number of mean 1 does, whatever other documents there are")
    func weights() {
        let bootstrap = DocumentBootstrap(seed: 5, resamples: 20_000), weights = bootstrap.weights(document: 7)
        #expect(DocumentBootstrap(seed: 5).resamples == 1000)
        for (number, share) in [0.3679, 0.3679, 0.1839, 0.0613, 0.0153].enumerated() {
            #expect(abs(Double(weights.count { $0 == Double(number) }) / 20_000 - share) < 0.012, "\(number)")
        }
        #expect(weights.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
        #expect(bootstrap.weights(document: 7) == weights && bootstrap.weights(document: 8) != weights)
        #expect(DocumentBootstrap(seed: 6, resamples: 20_000).weights(document: 7) != weights)
        #expect(DocumentBootstrap(seed: 5, resamples: 100).weights(document: 7) == Array(weights.prefix(100)))
    }

    @Test("documents are drawn apart from each other")
    func independent() {
        let bootstrap = DocumentBootstrap(seed: 1, resamples: 20_000), a = bootstrap.weights(document: 0),
            b = bootstrap.weights(document: 1)
        let covariance = zip(a, b).reduce(0) { $0 + ($1.0 - 1) * ($1.1 - 1) } / 20_000
        #expect(abs(covariance) < 0.03)
    }

    @Test("the interval of a mean is that of normal theory where there are many documents")
    func normalTheory() throws {
        let values = Self.normal(400, seed: 1)
        let interval = try #require(Self.interval(DocumentBootstrap(seed: 0, resamples: 4000), 400, Self.mean(values)).value)
        let mean = values.reduce(0, +) / 400
        let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot() / 20
        #expect(abs(interval.low - (mean - 1.96 * error)) < 0.15 * error && abs(interval.high - (mean + 1.96 * error)) < 0.15 * error)
        #expect(interval.level == 0.95 && interval.documents == 400 && interval.resamples == 4000)
    }

    @Test("95 of 100 intervals hold the truth, nearly")
    func coverage() {
        let held = (0..<200).count { trial in
            let interval = Self.interval(
                DocumentBootstrap(seed: UInt64(trial), resamples: 400), 40, Self.mean(Self.normal(40, seed: UInt64(1000 + trial))))
            return interval.value.map { $0.low <= 0 && 0 <= $0.high } ?? false
        }
        // Percentile intervals of 40 documents cover some 93 %; 200 trials scatter by 1.8 %.
        #expect((175...200).contains(held))
    }

    @Test("a paired difference is far narrower than the two intervals apart")
    func paired() throws {
        let difficulty = Self.normal(50, seed: 7), noise = Self.normal(50, seed: 8)
        let bootstrap = DocumentBootstrap(seed: 2), a = Self.draws(bootstrap, 50, Self.mean(difficulty.map { $0 * 10 }))
        let b = Self.draws(bootstrap, 50, Self.mean(zip(difficulty, noise).map { $0 * 10 + 0.5 + 0.1 * $1 }))
        let difference = try #require(bootstrap.interval(of: b - a, documents: 50).value)
        #expect(difference.low > 0.4 && difference.high < 0.6 && difference.excludesZero)
        let apart = try #require(bootstrap.interval(of: a, documents: 50).value)
        #expect(apart.high - apart.low > 3 && !apart.excludesZero)
        #expect(try #require(bootstrap.interval(of: a - b, documents: 50).value).high < -0.4, "below 0 it separates as well")
    }

    @Test("too few documents, or too few resamples with a value: no interval, and why")
    func refusals() {
        let bootstrap = DocumentBootstrap(seed: 0)
        for (documents, text) in [(0, "0 documents"), (1, "1 document"), (9, "9 documents")] {
            #expect(Self.interval(bootstrap, documents) { _ in .value(1) }.reason == "\(text): an interval needs 10 at least")
        }
        let rare = Self.interval(bootstrap, 10) { $0[0] > 0 ? .value($0[0]) : .undefined("document 0 was not drawn") }
        // Not drawn in 1/e = 37 % of the resamples.
        #expect(rare.reason?.hasSuffix("of 1000 resamples: document 0 was not drawn") == true)
        #expect(Self.interval(bootstrap, 10) { _ in .undefined("never") }.reason == "undefined in 1000 of 1000 resamples: never")
        let most = Self.interval(bootstrap, 10) { $0[0] < 4 ? .value($0[0]) : .undefined("drawn four times") }
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
