import ParallaxCompute
import ParallaxSession

/// A session over made-up checkpoints: three blocks, two dictionaries and a verbalizer at site 2, two documents.
enum Fixture {
    static let world = World(inventory: inventory, answer: answer)

    static let site = Site.residual(2)
    static let tokens = 5

    static var inventory: Inventory {
        Inventory(
            workspaceName: "made up", modelName: "tiny", sites: (0...3).map(Site.residual), hiddenSize: 2, documentTitles: ["one", "two"])
    }

    static func trace(tokens: Int = tokens) -> TraceSummary {
        TraceSummary(
            ids: Array(0..<tokens), texts: (0..<tokens).map { " t\($0)" },
            norms: (0...3).map { row in (0..<tokens).map { Float(row * 10 + $0) } },
            exclusions: (0...3).map { _ in (0..<tokens).map { $0 == 0 ? "BOS" : nil } },
            predictions: (0..<tokens).map { _ in .init(text: " next", probability: 0.5) })
    }

    static let figures = TokenFigures(activation: [1, 0], reconstruction: [1, 0.5], statistics: nil)

    static func dictionaryReading(_ position: Int) -> DictionaryReading {
        DictionaryReading(
            features: [
                .init(id: 7, activation: 3, share: 0.75, label: "object: lantern", labelDetail: "F1 .93"),
                .init(id: position, activation: 1, share: 0.25, label: nil, labelDetail: nil)
            ], l0: 2, figures: figures)
    }

    static func verbalReading(_ text: String = "A story. It is sad.") -> VerbalReading {
        VerbalReading(text: text, tokenCount: 6, logProbability: -2, truncated: false, injectionFailed: false, figures: figures)
    }

    static let dictionaries: [Inventory.DictionaryInfo] = [
        .init(name: "k2", site: site, featureCount: 64, kind: "topk 2"), .init(name: "k8", site: site, featureCount: 64, kind: "topk 8")
    ]
    static let verbalizers: [Inventory.VerbalizerInfo] = [.init(name: "nla", site: site, verbalizes: true, reconstructs: true)]

    /// What a world that always works answers.
    static func answer(_ asked: AnyQuestion) -> [Report] {
        switch asked.question {
        case let question as OpenDictionariesQuestion: [question.finished(Opened(elements: dictionaries))]
        case let question as OpenVerbalizersQuestion: [question.finished(Opened(elements: verbalizers))]
        case let question as TraceQuestion: [question.finished(trace())]
        case let question as StatisticsQuestion: [question.finished(StatisticsFacts())]
        case let question as ProvenanceQuestion:
            [question.finished([Provenance?](repeating: Provenance(documents: ["a", "b", "c"], tokens: 100), count: 4))]
        case let question as DictionaryQuestion: [question.finished((0..<tokens).map(dictionaryReading))]
        case let question as FeatureEditQuestion: [question.finished(dictionaryReading(1))]
        case let question as VerbalizeQuestion:
            question.positions.map { question.partial(.done(position: $0, verbalReading())) } + [
                question.finished(.init(made: question.positions.count, seconds: 0.1))
            ]
        case let question as TextEditQuestion: [question.finished(figures)]
        case let question as NoiseQuestion: [question.finished(NoiseBand(samples: [.init(kind: "word order", figures: figures)]))]
        case let question as LensRowQuestion: [question.finished((0..<tokens).map { LensCell(entropy: 1, rank: $0 + 1, surprise: 2) })]
        case let question as LensColumnQuestion:
            [
                question.finished(
                    (0...3).map { LensCell(entropy: Double($0), rank: 1, surprise: 0.5, top: [.init(text: " next", probability: 0.5)]) })
            ]
        case let question as PromotedQuestion:
            [
                question.finished(
                    Dictionary(uniqueKeysWithValues: question.features.map { ($0, PromotedText(promoted: [" up"], suppressed: [" down"])) })
                )
            ]
        case let question as PrecedingQuestion: [question.finished(.value(0.25))]
        case let question as AgreementQuestion: [question.finished(Agreement(cosine: .value(0.5), kept: [7], lost: [1], made: []))]
        case let question as MismatchQuestion: [question.finished(MismatchControl(kept: 0.5, pairs: 2, source: "other documents"))]
        case let question as SpliceQuestion: [question.finished(SpliceTable(rows: [], followingCount: 2))]
        case let question as SpliceNoiseQuestion: [question.finished(SpliceNoise(samples: []))]
        case let question as FeatureNoiseQuestion: [question.finished(NoiseBand(samples: []))]
        case let question as CompletionQuestion: [question.finished([])]
        case let question as ContinueQuestion: [question.finished(.init(ids: [1, 2, 3], first: 2))]
        case let question as ComparisonQuestion: [question.finished(ComparisonFixture.progress(question.key))]
        case let question as ComparisonReportQuestion: [question.finished(ComparisonFixture.report(scope: "\(question.scope)"))]
        case let question as DifferingQuestion: [question.finished(ComparisonFixture.differing())]
        case let question as FeatureSearchQuestion: [question.finished([FeatureMatch(id: 17, label: "found")])]
        case is SearchQuestion, is DocumentSearchQuestion: TextWorld.answer(asked)
        case let question as WriteQuestion: [question.finished(["finding.json", "finding.txt"])]
        default: ClaimFixture.answer(asked) { $0.text ?? verbalReading().text } + FeatureFixture.answer(asked, documents: 2)
        }
    }
}
