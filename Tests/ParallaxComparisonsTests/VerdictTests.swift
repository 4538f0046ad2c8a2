@testable import ParallaxComparisons
import TestSupport
import Testing

@Suite("Words of a verdict")
struct VerdictTests {
    private func difference(
        _ definition: Definition, _ p: Double, _ q: Double, _ interval: (Double, Double)?, documents: Int = 40,
        _ scale: ReconstructionScale = .asIs
    ) -> PairedDifference {
        PairedDifference(
            first: "NLA", second: "SAE", definition: definition, scale: scale, firstValue: p, secondValue: q,
            interval: interval.map { .init(low: $0.0, high: $0.1) },
            documents: documents)
    }

    @Test("a win, a loss and a tie, of a figure that is better high and of one that is better low")
    func standings() {
        #expect(difference(.normalised, 0.9, 0.8, (0.05, 0.15)).standing == .firstAhead)
        #expect(difference(.normalised, 0.8, 0.9, (-0.15, -0.05)).standing == .secondAhead)
        #expect(difference(.normalised, 0.9, 0.8, (-0.05, 0.15)).standing == .tie)
        #expect(difference(.kl, 0.6, 0.1, (0.3, 0.7)).standing == .secondAhead)
        #expect(difference(.nmseRaw, 0.1, 0.2, (-0.12, -0.08)).standing == .firstAhead)
        #expect(difference(.normalised, 0.9, 0.8, (0.05, 0.15), documents: 9).standing == .tooFewDocuments)
        #expect(difference(.normalised, 0.9, 0.8, nil).standing == .undefined)
        #expect(difference(.normRatio, 0.9, 0.8, (0.05, 0.15)).standing == .undefined, "a ratio has no better side")
    }

    private func sentence(_ differences: [PairedDifference], bits: (first: Double?, second: Double?) = (nil, nil)) -> String? {
        PairWords(differences: differences, bits: bits).verdicts.first { $0.kind == .pair }?.sentence
    }

    /// By all definitions that a pair is told by: `ahead` says which side each is on, 1 for the NLA, -1 for the SAE, 0 for a tie.
    private func everything(_ ahead: (Definition, ReconstructionScale) -> Double) -> [PairedDifference] {
        ReportBuilder.told.map { column in
            let sign = ahead(column.definition, column.scale) * (column.definition.higherIsBetter == true ? 1 : -1)
            return difference(
                column.definition, 0.5 + 0.1 * sign, 0.5 - 0.1 * sign + 0.001,
                sign == 0 ? (-0.1, 0.1) : sign > 0 ? (0.1, 0.3) : (-0.3, -0.1), column.scale)
        }
    }

    @Test("a winner by everything: figures of what tells most, names of the rest, and that the documents separate them")
    func winner() {
        #expect(
            sentence(
                [
                    difference(.normalised, 0.785, 0.943, (-0.2, -0.1)), difference(.cosine, 0.9, 0.95, (-0.1, -0.01)),
                    difference(.global, 0.7, 0.9, (-0.3, -0.1)),
                    difference(.global, 0.781, 0.94, (-0.2, -0.1), .trueNorm), difference(.kl, 2.351, 0.0104, (2, 3), .trueNorm)
                ], bits: (39.2, 112.3))
                == "SAE is ahead of NLA by F (.943 to .785), A (.900 to .700), A at ‖x‖ (.940 to .781) and KL (.010 to 2.35), so by cosine; "
                + "the documents separate all of them (40 documents). Bits: NLA 39.2, SAE 112.")
        #expect(
            sentence([difference(.normalised, 0.9, 0.8, (0.05, 0.15))])
                == "NLA is ahead of SAE by F (.900 to .800); 40 documents separate them.")
    }

    @Test("where definitions disagree each is named on its side, a tie as loud as the others")
    func sides() {
        #expect(
            sentence([
                difference(.normalised, 0.941, 0.823, (0.1, 0.13)), difference(.global, -0.161, 0.608, (-0.8, -0.7)),
                difference(.nmseRaw, 0.05, 0.016, (0.03, 0.04)),
                difference(.cosine, 0.97, 0.968, (-0.001, 0.004)), difference(.kl, 0.5, 0.51, (-0.1, 0.1), .trueNorm)
            ])
                == "Definitions disagree. NLA is ahead of SAE by F (.941 to .823). SAE is ahead by A (.608 to -.161), so by E. "
                + "They tie by KL (.500 to .510), so by cosine (40 documents).")
    }

    @Test("a tie by everything, and figures that there are not")
    func ties() {
        #expect(
            sentence([difference(.normalised, 0.94, 0.9401, (-0.1, 0.1))])
                == "NLA and SAE tie by F (.9400 to .9401): 40 documents do not separate them.")
        #expect(
            sentence([difference(.normalised, 0.94, 0.9, (0.01, 0.1)), difference(.kl, 0.1, 0.2, nil, .trueNorm)])
                == "NLA is ahead of SAE by F (.940 to .900); 40 documents separate them. Nothing to say by KL.")
        #expect(sentence([difference(.kl, 0.1, 0.2, nil, .trueNorm)]) == "NLA and SAE: nothing to say by KL.")
    }

    @Test("with few documents nobody is ahead, and that comes first")
    func few() {
        #expect(
            sentence([
                difference(.normalised, 0.9, 0.1, nil, documents: 3), difference(.cosine, 0.9, 0.1, nil, documents: 3),
                difference(.kl, 0.5, 1.25, nil, documents: 3, .trueNorm)
            ])
                == "Too few documents to say who is ahead (3, 10 at least). NLA against SAE: F (.900 to .100) and KL (.500 to 1.25).")
    }

    @Test("whoever is ahead by whatever, three lines of 110 columns hold it", arguments: 0..<6)
    func length(_ kind: Int) throws {
        let differences = everything { definition, scale in
            switch kind {
            case 0: 1
            case 1: -1
            case 2: 0
            case 3: definition.space == .raw && scale == .asIs ? -1 : 1
            case 4: definition.space == .raw ? 0 : definition.space == .output ? -1 : 1
            default: definition.space == .raw && scale == .asIs ? -1 : definition.space == .output ? 0 : 1
            }
        }
        let renamed = differences.map { own in
            PairedDifference(
                first: "NLA sft", second: "SAE k16-d4096", definition: own.definition, scale: own.scale, firstValue: own.firstValue,
                secondValue: own.secondValue, interval: own.interval, documents: 40)
        }
        let told = try #require(PairWords(differences: renamed, heading: "Best by F", bits: (39.2, 112.1)).verdicts.first?.sentence)
        var lines = 1, column = 0
        for word in told.split(separator: " ") {
            if column > 0, column + 1 + word.count > 110 { (lines, column) = (lines + 1, 0) }
            column += (column > 0 ? 1 : 0) + word.count
        }
        #expect(lines <= 3, "\(told)")
    }

    @Test("geometry and effect: the same winner is no news, another one is, and so is a tie of either")
    func effect() {
        let f = difference(.normalised, 0.94, 0.82, (0.1, 0.13)), tie = difference(.normalised, 0.94, 0.94, (-0.01, 0.01))
        let better = difference(.kl, 0.1, 0.6, (-0.6, -0.4), .trueNorm), worse = difference(.kl, 0.6, 0.1, (0.4, 0.6), .trueNorm),
            same = difference(.kl, 0.5, 0.5, (-0.1, 0.1), .trueNorm)
        func sentence(_ differences: [PairedDifference]) -> String? {
            PairWords(differences: differences).verdicts.first { $0.kind == .effect }?.sentence
        }
        #expect(sentence([f, better]) == nil)
        #expect(sentence([tie, same]) == nil)
        #expect(
            sentence([f, worse])
                == "Geometry and effect disagree: NLA is ahead by F (.940 to .820), but put back into the model SAE changes the next token less, by KL (.100 to .600)."
        )
        #expect(
            sentence([tie, worse])?.hasPrefix("By F NLA and SAE tie, but put back into the model SAE changes the next token less") == true)
        #expect(sentence([f, same])?.contains("put back into the model the two tie") == true)
    }

    @Test(
        "of many pairs the best NLA is told against the best dictionary, the nearest in bits and the nearest in F; all stay in the report")
    func many() throws {
        let fixture = ComparisonFixture(
            documents: 12,
            recipes: [
                ("SAE a", .dictionary(0)), ("SAE b", .dictionary(0)), ("SAE c", .dictionary(0)), ("SAE d", .dictionary(0)),
                ("NLA", .explanation(0))
            ])
        let noise = [0.1, 0.8, 0.45, 0.9, 0.4], bits = [300.0, 100, 200, 45, 40]
        let records = fixture.noisyRecords(noise: noise) { method, column, _ in
            [.bitsEntropy, .bitsText].contains(column) ? .value(bits[method]) : .value(0)
        }
        let report = try ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(of: RecordList(records))
        let told = report.verdicts.filter { $0.kind == .pair }
        #expect(told.map(\.methods) == [["NLA", "SAE a"], ["NLA", "SAE d"], ["NLA", "SAE c"]])
        #expect(told.map { String($0.sentence.prefix { $0 != ":" }) } == ["Best by F", "Nearest in bits", "Nearest in F"])
        #expect(told[0].sentence.contains("SAE a is ahead of NLA by F") && told[0].sentence.hasSuffix("Bits: NLA 40.0, SAE a 300."))
        #expect(Set(report.pairs.map(\.second)) == ["SAE a", "SAE b", "SAE c", "SAE d"])
    }

    @Test("a control that does as well says what the AR does not read; one that does worse what it reads")
    func controls() throws {
        let shuffled = try #require(ControlWords.meaning(.wordsShuffled(0)))
        #expect(
            ControlWords.control(difference(.normalised, 0.9, 0.89, (-0.01, 0.02)), shuffled)?.sentence
                == "The AR reads words, not sentences: SAE F 0.890, NLA 0.900, the interval of the difference holds 0.")
        #expect(
            ControlWords.control(difference(.normalised, 0.9, 0.2, (0.6, 0.8)), shuffled)?.sentence
                == "The AR reads the order of the words: SAE F 0.200, NLA 0.900.")
        #expect(
            ControlWords.control(difference(.normalised, 0.8, 0.9, (-0.2, -0.05)), shuffled)?.sentence
                == "The AR reads words, not sentences, the control is even ahead: SAE F 0.900, NLA 0.800.")
        #expect(ControlWords.control(difference(.normalised, 0.8, 0.9, nil, documents: 2), shuffled) == nil)
    }

    @Test("a baseline is told only where it is not behind")
    func baselines() {
        #expect(ControlWords.baseline(difference(.normalised, 0.9, 0.6, (0.2, 0.4))) == nil)
        #expect(
            ControlWords.baseline(difference(.normalised, 0.6, 0.62, (-0.1, 0.1)))?.sentence
                == "The baseline SAE does as well as NLA by F, 0.620 to 0.600.")
        #expect(
            ControlWords.baseline(difference(.normalised, 0.5, 0.7, (-0.3, -0.1)))?.sentence
                == "The baseline SAE is ahead of NLA by F, 0.700 to 0.500.")
    }

    @Test("a method that fails at the beginning of documents is told by place")
    func strata() {
        #expect(ControlWords.stratum("NLA", [("first ten", 0.94), ("rest", 0.95)]) == nil)
        #expect(
            ControlWords.stratum("NLA", [("first ten", 0.342), ("rest", 0.941)])?.sentence
                == "F of NLA depends on the place in the document: first ten 0.342, rest 0.941.")
    }

    @Test("F below 0 is told beside what the mean gets")
    func belowZero() {
        #expect(ControlWords.belowZero("NLA", f: 0.1, mean: -0.5) == nil)
        #expect(
            ControlWords.belowZero("NLA", f: -0.2, mean: -0.5)?.sentence
                == "F of NLA is below 0 (-0.200): predicting the mean direction gets -0.500 here, so it is still better than the mean.")
        #expect(ControlWords.belowZero("NLA", f: -0.7, mean: -0.5)?.sentence.hasSuffix("worse than the mean.") == true)
    }

    @Test("sets on which each method in turn wins, ties and loses, from vectors to words")
    func constructed() throws {
        let fixture = ComparisonFixture(documents: 30, recipes: [("SAE", .dictionary(0)), ("NLA", .explanation(0))])
        func pairs(_ noise: [Double]) throws -> PairedDifference {
            let report = try ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(
                of: RecordList(fixture.noisyRecords(noise: noise)))
            return try #require(report.pairs.first { $0.definition == .normalised && $0.scale == .asIs })
        }
        #expect(try pairs([0.5, 0.1]).standing == .firstAhead)
        #expect(try pairs([0.1, 0.5]).standing == .secondAhead)
        #expect(try pairs([0.3, 0.3]).standing == .tie)
    }

    @Test("an output of the wrong length loses by A and wins by F, and the words name the norm")
    func definitionsDisagree() throws {
        let fixture = ComparisonFixture(documents: 30, recipes: [("SAE", .dictionary(0)), ("NLA", .explanation(0))])
        let records = fixture.plan.documents.indices.map { index in
            var noise = MeasureFixtures.Noise(seed: UInt64(index))
            let x = noise.rows(8, ComparisonFixture.width, mean: 1)
            let sae: [[Float]?] = (0..<8).map { token in x[token].map { $0 + Float(0.4 * noise.normal()) } }
            let nla: [[Float]?] = (0..<8).map { token in x[token].map { 2 * ($0 + Float(0.1 * noise.normal())) } }
            return fixture.record(index, activations: x, outputs: [sae, nla])
        }
        let report = try ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(of: RecordList(records))
        let sentence = try #require(report.verdicts.first { $0.kind == .pair }?.sentence)
        #expect(sentence.hasPrefix("Definitions disagree. NLA is ahead of SAE by F ("))
        #expect(sentence.contains("SAE is ahead by A ("))
        #expect(report.disagreements.first?.contains("because the norm of NLA is off") == true)
    }
}
