import ParallaxCompute
import ParallaxSession

/// A session over made-up checkpoints: three blocks, two dictionaries and a verbalizer at site 2, two documents.
enum Fixture {
    static let world = World(inventory: inventory, answer: answer)

    static let site = Site.residual(2)
    static let tokens = 5

    static var inventory: Inventory {
        Inventory(workspaceName: "made up", modelName: "tiny", sites: (0...3).map(Site.residual), hiddenSize: 2, documentTitles: ["one", "two"])
    }

    static func trace(tokens: Int = tokens) -> DocumentTrace {
        DocumentTrace(
            ids: Array(0..<tokens), texts: (0..<tokens).map { " t\($0)" }, norms: (0...3).map { row in (0..<tokens).map { Float(row * 10 + $0) } },
            exclusions: (0...3).map { _ in (0..<tokens).map { $0 == 0 ? "BOS" : nil } },
            predictions: (0..<tokens).map { _ in .init(text: " next", probability: 0.5) })
    }

    static let figures = TokenFigures(activation: [1, 0], reconstruction: [1, 0.5], statistics: nil)

    static func dictionaryReading(_ position: Int) -> DictionaryReading {
        DictionaryReading(
            features: [
                .init(id: 7, activation: 3, share: 0.75, label: "object: lantern", labelDetail: "F1 .93"), .init(id: position, activation: 1, share: 0.25, label: nil, labelDetail: nil),
            ], l0: 2, figures: figures)
    }

    static func verbalReading(_ text: String = "A story. It is sad.") -> VerbalReading {
        VerbalReading(text: text, tokenCount: 6, logProbability: -2, truncated: false, injectionFailed: false, figures: figures)
    }

    static let dictionaries: [Inventory.DictionaryInfo] = [
        .init(name: "k2", site: site, featureCount: 64, kind: "topk 2"), .init(name: "k8", site: site, featureCount: 64, kind: "topk 8"),
    ]
    static let verbalizers: [Inventory.VerbalizerInfo] = [.init(name: "nla", site: site, verbalizes: true, reconstructs: true)]

    /// What a world that always works answers.
    static func answer(_ request: Request) -> [Report] {
        switch request {
        case .openDictionaries: [Report(request, .finished(.dictionaries(dictionaries, [])))]
        case .openVerbalizers: [Report(request, .finished(.verbalizers(verbalizers, [])))]
        case .trace: [Report(request, .finished(.trace(trace())))]
        case .statistics: [Report(request, .finished(.statistics(StatisticsFacts(source: "100 tokens of 2 documents", tokens: 100))))]
        case .dictionary: [Report(request, .finished(.dictionary((0..<tokens).map(dictionaryReading))))]
        case .featureEdit: [Report(request, .finished(.featureEdit(dictionaryReading(1))))]
        case .verbalize(_, let positions, _, _):
            positions.map { Report(request, .partial(.verbalized(position: $0, verbalReading()))) } + [Report(request, .finished(.verbalizedAll(made: positions.count, seconds: 0.1)))]
        case .textEdit: [Report(request, .finished(.textEdit(figures)))]
        case .noise: [Report(request, .finished(.noise(NoiseBand(samples: [.init(kind: "word order", figures: figures)]))))]
        case .lensRow: [Report(request, .finished(.lensRow((0..<tokens).map { LensCell(entropy: 1, rank: $0 + 1, surprise: 2) })))]
        case .lensColumn: [Report(request, .finished(.lensColumn((0...3).map { LensCell(entropy: Double($0), rank: 1, surprise: 0.5, top: [.init(text: " next", probability: 0.5)]) })))]
        case .promoted(_, let features):
            [Report(request, .finished(.promoted(Dictionary(uniqueKeysWithValues: features.map { ($0, PromotedText(promoted: [" up"], suppressed: [" down"])) }))))]
        case .agreement: [Report(request, .finished(.agreement(Agreement(cosine: .value(0.5), kept: [7], lost: [1], made: []))))]
        case .mismatch: [Report(request, .finished(.mismatch(MismatchControl(kept: 0.5, pairs: 2, source: "other documents"))))]
        case .splice: [Report(request, .finished(.splice(SpliceTable(rows: [], followingCount: 2))))]
        case .spliceNoise: [Report(request, .finished(.spliceNoise(SpliceNoise(samples: []))))]
        case .comparison(let key, _):
            [Report(request, .partial(.comparisonProgress(ComparisonFixture.progress(key)))), Report(request, .finished(.comparisonDone))]
        case .comparisonReport(_, let scope, _): [Report(request, .finished(.comparisonReport(ComparisonFixture.report(scope: "\(scope)"))))]
        case .differing: [Report(request, .finished(.differing(ComparisonFixture.differing())))]
        case .featureSearch: [Report(request, .finished(.features([FeatureMatch(id: 17, label: "found")])))]
        case .claimEstimate(let subject), .claims(let subject): ClaimFixture.answer(request, subject.text ?? verbalReading().text)
        case .judge: ClaimFixture.answer(request, "")
        case .firings, .nearest, .sweep: FeatureFixture.answer(request, documents: 2)
        case .write: [Report(request, .finished(.written(["finding.json", "finding.txt"])))]
        }
    }
}
