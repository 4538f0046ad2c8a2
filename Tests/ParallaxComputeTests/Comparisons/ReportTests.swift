import Foundation
@testable import ParallaxCompute
import Testing

@Suite("Report of a comparison")
struct ReportTests {
    private func report(_ fixture: ComparisonFixture, _ records: [DocumentRecord], token: Int? = nil) throws -> ComparisonReport {
        try ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(of: RecordList(records), token: token)
    }

    /// Headline rows of all documents behind one another.
    private func rows(_ documents: [(Rows, Rows)]) -> (x: Rows, y: Rows) {
        var x: [[Float]] = [], y: [[Float]] = []
        for (a, b) in documents { for token in 1..<a.count { x.append(a[token]); y.append(b[token]) } }
        return (Rows(x, width: ComparisonFixture.width), Rows(y, width: ComparisonFixture.width))
    }

    @Test("figures of a set are those of the comparison of vectors over the tokens of the headline")
    func sameAsVectors() throws {
        let fixture = ComparisonFixture(documents: 3, recipes: [("sae", .dictionary(0))])
        var noise = MeasureFixtures.Noise(seed: 5)
        let documents = (0..<3).map { _ in (noise.rows(9, ComparisonFixture.width, mean: 1), noise.rows(9, ComparisonFixture.width, mean: 1)) }
        let records = documents.enumerated().map { index, rows in fixture.record(index, activations: rows.0, outputs: [(0..<9).map { rows.1[$0] }]) }
        let method = try report(fixture, records).methods[0], (x, y) = rows(documents)
        let expected = try SetMeasures(activations: x, reconstruction: y, reference: fixture.reference)
        for column in VectorComparison.columns where column.definition != .centredCosine {
            let (a, b) = (method.value(column.definition, column.scale), expected.measure(column.definition, column.scale).number)
            #expect(b != nil && MeasureFixtures.isClose(a, b ?? 0, 1e-12), "\(column.key): \(a ?? .nan) and \(b ?? .nan)")
        }
        #expect(method.count == 24)
    }

    @Test("a document's report and a token's are of the same function; a token that the headline leaves out has figures too")
    func scopes() throws {
        let fixture = ComparisonFixture(documents: 3), records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        let document = try report(fixture, [records[1]])
        #expect(document.count == 11 && document.scope == "doc1")
        #expect(document.excluded == [Exclusion(name: "BOS", count: 1)])
        let token = try report(fixture, [records[1]], token: 0)
        #expect(token.count == 1 && token.scope == "doc1, token 0")
        let terms = try #require(records[1].terms(0, 0, layout: fixture.layout))
        #expect(token.methods[0].value(.normalised) == terms.normalisedFVE(.known(0.8)).number)
        #expect(token.methods[0].figure(.residualVariance)?.why == "a variance needs two rows")
    }

    @Test("strata are told apart and add up")
    func strata() throws {
        let fixture = ComparisonFixture(documents: 4), report = try report(fixture, fixture.noisyRecords(noise: [0.1, 0.3, 1]))
        #expect(report.strata.map(\.count) == [4, 8, 36])
        #expect(report.strata.map(\.isInHeadline) == [false, true, true])
        #expect(report.count == 44)
        #expect(report.methods[0].strata.map(\.stratum) == [.bos, .opening, .rest])
    }

    @Test("a text that is missing is no part of the set; a figure that is undefined is")
    func absent() throws {
        let fixture = ComparisonFixture(documents: 1, recipes: [("nla", .explanation(0)), ("mimic", .explanation(0))])
        var noise = MeasureFixtures.Noise(seed: 2)
        let x = noise.rows(6, ComparisonFixture.width)
        let zero = [Float](repeating: 0, count: ComparisonFixture.width)
        let record = fixture.record(0, activations: x, outputs: [(0..<6).map { $0 == 3 ? nil : x[$0] }, (0..<6).map { $0 == 3 ? zero : x[$0] }])
        let report = try report(fixture, [record])
        #expect(report.methods[0].count == 4 && report.methods[0].value(.normalised) == 1)
        #expect(report.methods[1].count == 5 && report.methods[1].value(.normalised) == nil)
        #expect(report.methods[1].figure(.normalised)?.why == "doc0, token 3: the reconstruction is the zero vector, which has no direction")
    }

    @Test("intervals come from documents, hold the figure, and need ten of them")
    func intervals() throws {
        let many = ComparisonFixture(documents: 30), few = ComparisonFixture(documents: 5)
        let figure = try #require(try report(many, many.noisyRecords(noise: [0.1, 0.3, 1])).methods[1].figure(.normalised))
        let interval = try #require(figure.interval), value = try #require(figure.value)
        #expect(interval.low < value && value < interval.high)
        let method = try report(few, few.noisyRecords(noise: [0.1, 0.3, 1])).methods[1]
        #expect(method.figures.allSatisfy { $0.interval == nil })
        let d = try #require(try report(many, many.noisyRecords(noise: [0.1, 0.3, 1])).methods[1].figure(.residualVariance))
        #expect(try #require(d.interval).low < d.value ?? 0)
    }

    @Test("the rank of PCA that is as good is the lowest whose error is no larger")
    func matchingRank() throws {
        let fixture = ComparisonFixture(documents: 12), report = try report(fixture, fixture.noisyRecords(noise: [0.1, 0.3, 1]))
        for method in report.methods {
            let error = try #require(method.value(.mseNormalised))
            #expect(method.matchingRank == (0...ComparisonFixture.width).first { Double(ComparisonFixture.width - $0) / 10 <= error })
        }
    }

    @Test("bits stand beside the distortion of the quantised code")
    func bits() throws {
        let fixture = ComparisonFixture(documents: 1)
        var noise = MeasureFixtures.Noise(seed: 2)
        let x = noise.rows(6, ComparisonFixture.width)
        let rows: [[Float]?] = (0..<6).map { x[$0] }
        let record = fixture.record(0, activations: x, outputs: [rows, rows, rows]) { _, column, _ in
            switch column {
            case .bitsEntropy: .value(40)
            case .quantisedNormalisedError: .value(0.2)
            default: nil
            }
        }
        let entropy = try #require(try report(fixture, [record]).methods[0].bits.first { $0.name == "entropy" })
        #expect(entropy.bits == 40)
        #expect(entropy.normalised == 1 - 0.2 / 0.8)
    }
}
