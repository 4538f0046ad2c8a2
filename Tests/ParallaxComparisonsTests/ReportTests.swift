import Foundation
@testable import ParallaxComparisons
import TestSupport
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
        let documents = (0..<3).map { _ in
            (noise.rows(9, ComparisonFixture.width, mean: 1), noise.rows(9, ComparisonFixture.width, mean: 1))
        }
        let records = documents.enumerated().map { index, rows in
            fixture.record(index, activations: rows.0, outputs: [(0..<9).map { rows.1[$0] }])
        }
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

    @Test("D of a stratum is that of the comparison of vectors over its tokens")
    func residualVarianceOfStrata() throws {
        let fixture = ComparisonFixture(documents: 3, recipes: [("sae", .dictionary(0))])
        var noise = MeasureFixtures.Noise(seed: 6), x: [[Float]] = [], y: [[Float]] = []
        let records = (0..<3).map { index in
            let own = noise.rows(9, ComparisonFixture.width, mean: 1), other = noise.rows(9, ComparisonFixture.width, mean: 1)
            // The first token is BOS, the next two are the opening.
            for token in 3..<9 { x.append(own[token]); y.append(other[token]) }
            return fixture.record(index, activations: own, outputs: [(0..<9).map { other[$0] }])
        }
        let expected = try SetMeasures(
            activations: Rows(x, width: ComparisonFixture.width), reconstruction: Rows(y, width: ComparisonFixture.width),
            reference: fixture.reference)
        let strata = try report(fixture, records).methods[0].strata
        let rest = try #require(strata.first { $0.stratum == .rest }), number = try #require(expected.measure(.residualVariance).number)
        #expect(MeasureFixtures.isClose(rest.figures.first { $0.definition == .residualVariance }?.value, number, 1e-12))
    }

    @Test("a text that is missing is no part of the set; a figure that is undefined is")
    func absent() throws {
        let fixture = ComparisonFixture(documents: 1, recipes: [("nla", .explanation(0)), ("mimic", .explanation(0))])
        var noise = MeasureFixtures.Noise(seed: 2)
        let x = noise.rows(6, ComparisonFixture.width)
        let zero = [Float](repeating: 0, count: ComparisonFixture.width)
        let record = fixture.record(
            0, activations: x, outputs: [(0..<6).map { $0 == 3 ? nil : x[$0] }, (0..<6).map { $0 == 3 ? zero : x[$0] }])
        let report = try report(fixture, [record])
        #expect(report.methods[0].count == 4 && report.methods[0].value(.normalised) == 1)
        #expect(report.methods[1].count == 5 && report.methods[1].value(.normalised) == nil)
        #expect(
            report.methods[1].figure(.normalised)?.why == "doc0, token 3: the reconstruction is the zero vector, which has no direction")
    }

    @Test("D of a method that leaves tokens out holds its errors against the activations of the same tokens")
    func residualVarianceOfAPart() throws {
        let fixture = ComparisonFixture(documents: 2, recipes: [("sae", .dictionary(0)), ("mimic", .mimic(0, verbalizer: 0))])
        var noise = MeasureFixtures.Noise(seed: 4), x: [[Float]] = [], y: [[Float]] = []
        let records = (0..<2).map { index in
            let own = noise.rows(7, ComparisonFixture.width, mean: 1), other = noise.rows(7, ComparisonFixture.width, mean: 1)
            for token in 1...2 { x.append(own[token]); y.append(other[token]) }
            return fixture.record(index, activations: own, outputs: [(0..<7).map { other[$0] }, (0..<7).map { $0 <= 2 ? other[$0] : nil }])
        }
        let expected = try SetMeasures(
            activations: Rows(x, width: ComparisonFixture.width), reconstruction: Rows(y, width: ComparisonFixture.width),
            reference: fixture.reference)
        let method = try report(fixture, records).methods[1], number = try #require(expected.measure(.residualVariance).number)
        #expect(method.count == 4 && MeasureFixtures.isClose(method.value(.residualVariance), number, 1e-12))
        var bytes = try records[0].bytes
        let read = bytes.withUnsafeMutableBytes {
            DocumentRecord(bytes: UnsafeRawBufferPointer($0), layout: fixture.layout, width: ComparisonFixture.width)
        }
        #expect(read?.sums == records[0].sums, "and so it is read back")
    }

    // MARK: Effects

    /// Three methods and both ablations, spliced at the six tokens of a document, of which five count and four have a next one.
    private func spliced(_ nla: (Int) -> [Float]?, values: @escaping (Int, TokenColumn, Int) -> Outcome?) throws -> [MethodReport] {
        let fixture = ComparisonFixture(
            documents: 1, recipes: [("sae", .dictionary(0)), ("nla", .explanation(0)), ("zero", .zero), ("mean", .mean)], splicing: .main)
        var noise = MeasureFixtures.Noise(seed: 2)
        let x = noise.rows(6, ComparisonFixture.width), rows: [[Float]?] = (0..<6).map { x[$0] }
        let record = fixture.record(0, activations: x, outputs: [rows, (0..<6).map(nla), rows, rows], values: values)
        return try report(fixture, [record]).methods
    }

    @Test("KL recovered and the cross-entropy score by hand; the last position, which no token follows, is no part of the score")
    func effects() throws {
        // Headline: tokens 1…5. KL of token t: sae t, zero 10; clean cross-entropy 2, sae 3, zero 6, mean 4, at the last position none.
        let methods = try spliced({ _ in [Float](repeating: 1, count: ComparisonFixture.width) }) { method, column, token in
            switch column {
            case .kl, .klTrueNorm: .value(method == 0 ? Double(token) : 10)
            case .crossEntropy, .crossEntropyTrueNorm: token == 5 ? .undefined("no token follows") : .value([3, 5, 6, 4][method])
            case .klFollowing, .klFollowingTrueNorm: token == 5 ? .undefined("no position follows") : .value(Double(token))
            default: nil
            }
        }
        #expect(methods[0].value(.kl) == 3 && methods[0].value(.klRecoveredFromZero) == 1 - 3.0 / 10)
        #expect(methods[0].value(.crossEntropyScoreFromZero) == 3.0 / 4 && methods[0].value(.crossEntropyScoreFromMean) == 1.0 / 2)
        #expect(methods[0].figure(.crossEntropyScoreFromZero)?.count == 4 && methods[0].figure(.kl)?.count == 5)
        #expect(methods[0].value(.klFollowing) == 2.5)
        #expect(methods[1].value(.crossEntropyScoreFromMean, .trueNorm) == -1.0 / 2)
    }

    @Test("what a method recovers is relative to the ablation at its own tokens")
    func effectsOfAPart() throws {
        // The NLA speaks of tokens 1 and 2 only, where ablating costs 1; elsewhere it costs 100.
        let methods = try spliced({ $0 <= 2 ? [Float](repeating: 1, count: ComparisonFixture.width) : nil }) { method, column, token in
            switch column {
            case .kl, .klTrueNorm: .value(method == 1 ? 0.5 : token <= 2 ? 1 : 100)
            case .crossEntropy, .crossEntropyTrueNorm: .value(method == 1 ? 2.5 : token <= 2 ? 3 : 100)
            default: nil
            }
        }
        #expect(methods[1].count == 2)
        #expect(methods[1].value(.klRecoveredFromZero, .trueNorm) == 0.5)
        #expect(methods[1].value(.crossEntropyScoreFromZero, .trueNorm) == 0.5)
    }

    @Test("a token at which splicing has no value is not dropped from the mean of those that have")
    func undefinedEffect() throws {
        let methods = try spliced({ _ in [Float](repeating: 1, count: ComparisonFixture.width) }) { method, column, token in
            column == .kl && method == 0 && token == 3 ? .undefined("infinite") : nil
        }
        #expect(methods[0].figure(.kl)?.value == nil && methods[0].figure(.kl)?.why == "doc0, token 3: infinite")
        #expect(methods[2].value(.kl) == 0)
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

    @Test(
        "intervals of the set, of every stratum and of differences are those of a bootstrap that holds all documents, with the same weights"
    )
    func plainBootstrap() throws {
        let fixture = ComparisonFixture(documents: 12, splicing: .main), records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        let report = try report(fixture, records), bootstrap = DocumentBootstrap(seed: 0, resamples: 200),
            list = FigureList(fixture.plan.methods, reference: fixture.reference)
        let weights = records.map { bootstrap.weights(document: $0.index) }
        func draws(_ method: Int, _ column: VectorComparison.Column, _ isIn: (Stratum) -> Bool) -> BootstrapDraws {
            var draws = BootstrapDraws()
            for resample in 0..<200 {
                var sums = SetSums(fixture.plan.methods), error = Moments(width: ComparisonFixture.width),
                    target = Moments(width: ComparisonFixture.width)
                for (record, weights) in zip(records, weights) {
                    for _ in 0..<Int(weights[resample]) {
                        for token in 0..<record.tokenCount where isIn(record.strata[token]) {
                            sums.add(token, of: record, layout: fixture.layout, reference: fixture.reference)
                        }
                        for stratum in Stratum.allCases where isIn(stratum) {
                            error.merge(record.sums[method].error[stratum])
                            target.merge(record.activations[stratum])
                        }
                    }
                }
                draws.append(
                    column.definition == .residualVariance
                        ? VectorSums.residualVariance(error: VectorSpread(error), target: VectorSpread(target))
                        : list.outcome(column, method, sums.methods[method]))
            }
            return draws
        }
        func isSame(_ interval: ComparisonFigure.Interval?, _ draws: BootstrapDraws) -> Bool {
            guard let expected = bootstrap.interval(of: draws, documents: 12).value else { return interval == nil }
            return MeasureFixtures.isClose(interval?.low, expected.low, 1e-9)
                && MeasureFixtures.isClose(interval?.high, expected.high, 1e-9)
        }
        let columns: [VectorComparison.Column] = [.normalised, .global, .residualVariance, .kl, .crossEntropyScoreFromMean].map {
            .init(definition: $0, scale: .asIs)
        }
        for column in columns {
            for method in [0, 2] {
                let known = report.methods[method]
                #expect(
                    isSame(known.figure(column.definition)?.interval, draws(method, column, \.isInHeadline)), "\(known.name) \(column.key)")
                for stratum in known.strata {
                    let figure = stratum.figures.first { $0.definition == column.definition && $0.scale == .asIs }
                    #expect(
                        isSame(figure?.interval, draws(method, column) { $0 == stratum.stratum }),
                        "\(known.name) \(column.key) of \(stratum.stratum)")
                }
            }
        }
        for column in [VectorComparison.Column(definition: .normalised, scale: .asIs), .init(definition: .residualVariance, scale: .asIs)] {
            let pair = try #require(report.pairs.first { $0.definition == column.definition && $0.scale == .asIs })
            #expect(pair.first == "nla" && pair.second == "sae")
            #expect(isSame(pair.interval, draws(1, column, \.isInHeadline) - draws(0, column, \.isInHeadline)))
        }
        #expect(report.methods[0].strata.allSatisfy { $0.figures.contains { $0.interval != nil } })
    }

    @Test("values of single tokens: KL has its own spread, on an axis of its own, and a share above 1 nat instead of one below 0")
    func spreads() throws {
        let fixture = ComparisonFixture(documents: 2, splicing: .main)
        let records = fixture.noisyRecords(noise: [0.1, 0.3, 1]) { _, column, token in
            column == .klTrueNorm ? .value(pow(10, Double(token % 5) - 3)) : .value(0)
        }
        let spreads = try report(fixture, records).methods[0].spreads
        let kl = try #require(spreads.first { $0.definition == .kl && $0.scale == .trueNorm }),
            f = try #require(spreads.first { $0.definition == .normalised })
        // Of each document's tokens 1…11 with 10⁻³ to 10¹, two have 10 nats, three 0.01.
        let expected = Distribution((0..<2).flatMap { _ in (1..<12).map { Outcome(pow(10, Double($0 % 5) - 3)) } })
        #expect(
            kl.count == 22 && kl.median == expected.median && kl.p10 == expected.p10 && kl.p90 == expected.p90 && kl.mean == expected.mean)
        #expect(kl.shareAboveOneNat == 4.0 / 22 && kl.shareBelowZero == nil)
        #expect(f.shareBelowZero != nil && f.shareAboveOneNat == nil)
        #expect(kl.histogram.filter { $0 > 0 }.count == 5 && abs(kl.histogram.reduce(0, +) - 1) < 1e-12)
        #expect(MethodReport.Spread.bin(0, .kl) == 0 && MethodReport.Spread.bin(100, .kl) == MethodReport.Spread.bins - 1)
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
            case .bitsText: .value(39)
            case .quantisedNormalisedError: .value(0.2)
            default: nil
            }
        }
        let methods = try report(fixture, [record]).methods
        let entropy = try #require(methods[0].bits.first { $0.name == "entropy" })
        #expect(entropy.bits == 40)
        #expect(entropy.normalised == 1 - 0.2 / 0.8)
        #expect(entropy.lengthBits == nil && entropy.rawBits == 40, "the code carries its length")
        let text = try #require(methods[1].bits.first { $0.name == "text" })
        #expect(text.bits == 39 && text.lengthBits == 4 && text.rawBits == 43, "a text does not: the raw space charges B bits for it")
        #expect(text.global == 1 && methods[1].value(.global, .trueNorm) == 1)
    }
}
