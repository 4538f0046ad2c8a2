@testable import ParallaxCompute
import Testing

@Suite("Words of a verdict")
struct VerdictTests {
    private func difference(_ definition: Definition, _ p: Double, _ q: Double, _ interval: (Double, Double)?, documents: Int = 40, _ scale: ReconstructionScale = .asIs) -> PairedDifference {
        PairedDifference(
            first: "NLA", second: "SAE", definition: definition, scale: scale, firstValue: p, secondValue: q, interval: interval.map { .init(low: $0.0, high: $0.1) },
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

    @Test("who is ahead by what, behind by what, and where the documents cannot tell")
    func pair() {
        let verdicts = PairWords.verdicts([
            difference(.normalised, 0.941, 0.823, (0.1, 0.13)), difference(.global, -0.161, 0.608, (-0.8, -0.7)), difference(.cosine, 0.97, 0.968, (-0.001, 0.004)),
        ])
        #expect(
            verdicts.map(\.sentence) == [
                "NLA against SAE: ahead by F 0.941 to 0.823 (difference 0.118, 95 % 0.100 to 0.130). behind by A -0.161 to 0.608 (difference -0.769, 95 % -0.800 to -0.700). "
                    + "tied by cosine 0.970 to 0.968 (difference 0.002, 95 % -0.001 to 0.004) (the interval of each difference holds 0)."
            ])
    }

    @Test("with few documents nobody is ahead")
    func few() {
        let verdicts = PairWords.verdicts([difference(.normalised, 0.9, 0.1, nil, documents: 3)])
        #expect(verdicts.map(\.sentence) == ["NLA and SAE: too few documents to say who is ahead (3, 10 at least). F 0.900 to 0.100"])
    }

    @Test("geometry and effect: the same winner is no news, another one is, and so is a tie of either")
    func effect() {
        let f = difference(.normalised, 0.94, 0.82, (0.1, 0.13)), tie = difference(.normalised, 0.94, 0.94, (-0.01, 0.01))
        let better = difference(.kl, 0.1, 0.6, (-0.6, -0.4), .trueNorm), worse = difference(.kl, 0.6, 0.1, (0.4, 0.6), .trueNorm), same = difference(.kl, 0.5, 0.5, (-0.1, 0.1), .trueNorm)
        func sentence(_ differences: [PairedDifference]) -> String? { PairWords.verdicts(differences).first { $0.kind == .effect }?.sentence }
        #expect(sentence([f, better]) == nil)
        #expect(sentence([tie, same]) == nil)
        #expect(sentence([f, worse])?.hasPrefix("Geometry and effect disagree: by F 0.940 to 0.820") == true)
        #expect(sentence([f, worse])?.contains("put back into the model SAE changes the next token less, by KL rescaled 0.600 to 0.100") == true)
        #expect(sentence([tie, worse])?.hasPrefix("By F NLA and SAE tie, but put back into the model SAE changes the next token less") == true)
        #expect(sentence([f, same])?.contains("put back into the model the two tie") == true)
    }

    @Test("a control that does as well says what the AR does not read; one that does worse what it reads")
    func controls() throws {
        let shuffled = try #require(ControlWords.meaning(.wordsShuffled(0)))
        #expect(ControlWords.control(difference(.normalised, 0.9, 0.89, (-0.01, 0.02)), shuffled)?.sentence == "The AR reads words, not sentences: SAE F 0.890, NLA 0.900, the interval of the difference holds 0.")
        #expect(ControlWords.control(difference(.normalised, 0.9, 0.2, (0.6, 0.8)), shuffled)?.sentence == "The AR reads the order of the words: SAE F 0.200, NLA 0.900.")
        #expect(ControlWords.control(difference(.normalised, 0.8, 0.9, (-0.2, -0.05)), shuffled)?.sentence == "The AR reads words, not sentences, the control is even ahead: SAE F 0.900, NLA 0.800.")
        #expect(ControlWords.control(difference(.normalised, 0.8, 0.9, nil, documents: 2), shuffled) == nil)
    }

    @Test("a baseline is told only where it is not behind")
    func baselines() {
        #expect(ControlWords.baseline(difference(.normalised, 0.9, 0.6, (0.2, 0.4))) == nil)
        #expect(ControlWords.baseline(difference(.normalised, 0.6, 0.62, (-0.1, 0.1)))?.sentence == "The baseline SAE does as well as NLA by F, 0.620 to 0.600.")
        #expect(ControlWords.baseline(difference(.normalised, 0.5, 0.7, (-0.3, -0.1)))?.sentence == "The baseline SAE is ahead of NLA by F, 0.700 to 0.500.")
    }

    @Test("a method that fails at the beginning of documents is told by place")
    func strata() {
        #expect(ControlWords.stratum("NLA", [("first ten", 0.94), ("rest", 0.95)]) == nil)
        #expect(ControlWords.stratum("NLA", [("first ten", 0.342), ("rest", 0.941)])?.sentence == "F of NLA depends on the place in the document: first ten 0.342, rest 0.941.")
    }

    @Test("F below 0 is told beside what the mean gets")
    func belowZero() {
        #expect(ControlWords.belowZero("NLA", f: 0.1, mean: -0.5) == nil)
        #expect(ControlWords.belowZero("NLA", f: -0.2, mean: -0.5)?.sentence == "F of NLA is below 0 (-0.200): predicting the mean direction gets -0.500 here, so it is still better than the mean.")
        #expect(ControlWords.belowZero("NLA", f: -0.7, mean: -0.5)?.sentence.hasSuffix("worse than the mean.") == true)
    }

    @Test("sets on which each method in turn wins, ties and loses, from vectors to words")
    func constructed() throws {
        let fixture = ComparisonFixture(documents: 30, recipes: [("SAE", .dictionary(0)), ("NLA", .explanation(0))])
        func pairs(_ noise: [Double]) throws -> PairedDifference {
            let report = try ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(of: RecordList(fixture.noisyRecords(noise: noise)))
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
        #expect(sentence.contains("NLA against SAE: ahead by F "))
        #expect(sentence.contains("behind by A "))
        #expect(report.disagreements.first?.contains("because the norm of NLA is off") == true)
    }
}
