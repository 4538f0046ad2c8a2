import ParallaxCompute
import ParallaxSession

/// A larger made-up world, for screens: six blocks, dictionaries at two sites, a verbalizer, a document of forty tokens. Its figures are
/// those of small vectors, so that every screen is the same everywhere.
enum Story {
    static let site = Site.residual(4)
    static let words = [
        "<s>", "Dear", " Mara", ",", "\n", "The", " keeper", " of", " the", " lighthouse", " found", " a", " brass", " key", " under",
        " the", " stairs", ".", " She", " asked",
        " everybody", " on", " the", " island", " about", " it", ",", " but", " nobody", " could", " remember", " 漢字", " or", " naïveté",
        ".", " Yours", ",", " Ann", "\n", "</s>"
    ]
    private static let labels: [(text: String, detail: String)?] = [
        ("place: lighthouse", "F1 .93"), ("genre: letter", "F1 .88"), nil, ("object: brass key, in somebody's hand", "F1 .71"),
        ("end of a sentence", "F1 .64"), nil
    ]
    private static let explanations = [
        "A letter, quiet in tone. The text has just named \"the lighthouse\". A verb of finding comes next, then the thing that was lost.",
        "Somebody is looking for an object. It is likely a key.",
        "The end of a sentence about an island where nobody remembers."
    ]

    static let world = world { $0 }

    /// What its figures rest on; a text that is spoiled becomes the name of a statistics file.
    static func provenance(variance: Double? = nil, _ spoil: (String) -> String = { $0 }) -> Provenance {
        let file = spoil("")
        return Provenance(
            documents: (2...30).map { "letter \($0)" }, tokens: 1160, file: file.isEmpty ? nil : file, judged: .leftOut, variance: variance)
    }

    /// The same, with claims that take so long to test.
    static func world(claimSeconds: Double, isCalibrated: Bool = true) -> World {
        let story = Telling(spoil: { $0 }, claimSeconds: claimSeconds, isCalibrated: isCalibrated)
        return World(inventory: story.inventory, answer: story.answer)
    }

    /// - Parameter spoil: what becomes of every text that comes from a file or a model.
    static func world(spoil: @escaping @Sendable (String) -> String) -> World {
        let story = Telling(spoil: spoil)
        return World(inventory: story.inventory, answer: story.answer)
    }

    /// The world with its texts changed.
    private struct Telling: Sendable {
        var spoil: @Sendable (String) -> String
        var claimSeconds = 0.8
        var isCalibrated = true

        var inventory: Inventory {
            Inventory(
                workspaceName: spoil("island"), modelName: spoil("tiny"), sites: (0...6).map(Site.residual), hiddenSize: 4,
                documentTitles: (1...30).map { spoil("letter \($0)") })
        }

        private var dictionaries: [Inventory.DictionaryInfo] {
            [("k8", site, 1024), ("k24", site, 4096), ("early", Site.residual(2), 512)].map {
                .init(name: spoil($0.0), site: $0.1, featureCount: $0.2, kind: spoil("topk"))
            }
        }

        private var trace: TraceSummary {
            let positions = words.indices
            return TraceSummary(
                ids: Array(positions), texts: words.map(spoil),
                norms: (0...6).map { row in positions.map { Float(4 + row * 5) + Float($0 * 7 % 11) / 2 } },
                exclusions: (0...6).map { _ in positions.map { $0 == 0 ? spoil("BOS") : nil } },
                predictions: positions.map { .init(text: spoil(words[($0 + 1) % words.count]), probability: Double(($0 * 3) % 10) / 10) })
        }

        // MARK: Figures

        private static let statistics: SiteStatistics = {
            var sums = SiteStatistics(width: 4, site: site, documents: Story.provenance().documents)
            for position in 0..<50 { sums.add(activation(position)) }
            return sums
        }()

        private static let reference = MeasureReference(StatisticsEstimate(statistics: statistics, provenance: Story.provenance()))

        private static func activation(_ position: Int) -> [Float] {
            [Float(4 + position % 3), Float(position % 5 - 2), Float(position * position % 7 - 3), 1]
        }

        private func figures(_ position: Int, error: Float, version: Int) -> TokenFigures {
            let x = Self.activation(position)
            let y = [x[0] - error, x[1] + error, x[2] * (1 - error / 2), x[3]]
            return TokenFigures(activation: x, reconstruction: y, reference: version == 0 ? .none : Self.reference)
        }

        private func reading(_ position: Int, _ dictionary: DictionaryID, _ edits: [Int: FeatureEdit], _ version: Int) -> DictionaryReading
        {
            let count = dictionary == 1 ? 24 : 5 + position % 3
            var features = (0..<count).map { place in
                let label = labels[(place + position) % labels.count]
                let id = (position * 37 + place * 211) % inventoryWidth(dictionary)
                return DictionaryReading.Feature(
                    id: id, activation: Float(26 - place) / 2, share: 2 * Double(count - place) / Double(count * (count + 1)),
                    label: label.map { spoil($0.text) },
                    labelDetail: label.map { spoil($0.detail) }, edit: edits[id])
            }
            for (id, edit) in edits.sorted(by: { $0.key < $1.key }) {
                if case .set(let value) = edit, !features.contains(where: { $0.id == id }) {
                    features.append(.init(id: id, activation: value, share: 0.1, label: nil, labelDetail: nil, edit: edit))
                }
            }
            let off = features.filter { $0.edit == .off }.count
            return DictionaryReading(
                features: features, l0: features.count - off,
                figures: figures(position, error: 0.25 + 0.5 * Float(edits.count), version: version))
        }

        private func inventoryWidth(_ dictionary: DictionaryID) -> Int { dictionaries[dictionary.index].featureCount }

        private func text(_ position: Int) -> String { spoil(explanations[position % explanations.count]) }

        private func verbalReading(_ position: Int, _ version: Int) -> VerbalReading {
            VerbalReading(
                text: text(position), tokenCount: 20 + position, logProbability: -11.5, truncated: position % 10 == 9,
                injectionFailed: position % 16 == 15,
                figures: figures(position, error: 0.5, version: version))
        }

        // MARK: Answers

        func answer(_ asked: AnyQuestion) -> [Report] {
            switch asked.question {
            case let question as OpenDictionariesQuestion: [question.finished(Opened(elements: dictionaries))]
            case let question as OpenVerbalizersQuestion:
                [question.finished(Opened(elements: [.init(name: spoil("first"), site: site, verbalizes: true, reconstructs: true)]))]
            case let question as TraceQuestion: [question.finished(trace)]
            case let question as StatisticsQuestion:
                [question.finished(StatisticsFacts())]
            case let question as ProvenanceQuestion:
                [question.finished([Provenance?](repeating: Story.provenance(spoil), count: 7))]
            case let question as DictionaryQuestion:
                [question.finished(words.indices.map { reading($0, question.key.dictionary, [:], question.statistics) })]
            case let question as FeatureEditQuestion:
                [question.finished(reading(question.key.position, question.key.dictionary, question.edits, question.statistics))]
            case let question as VerbalizeQuestion:
                question.positions.flatMap { position in
                    [
                        question.partial(.writing(position: position, textSoFar: spoil("A letter, qu"))),
                        question.partial(.done(position: position, verbalReading(position, question.statistics)))
                    ]
                } + [question.finished(.init(made: question.positions.count, seconds: 0.5))]
            case let question as TextEditQuestion:
                [
                    question.finished(
                        figures(question.key.position, error: 0.1 * Float(question.text.utf8.count % 9), version: question.statistics))
                ]
            case let question as NoiseQuestion:
                [
                    question.finished(
                        NoiseBand(samples: [
                            .init(kind: "word order", figures: figures(question.key.position, error: 0.45, version: question.statistics))
                        ]))
                ]
            case let question as FeatureNoiseQuestion:
                [
                    question.finished(
                        NoiseBand(samples: [
                            .init(
                                kind: NoiseBand.features, words: "17 off",
                                figures: figures(question.key.place.position, error: 0.35, version: question.statistics))
                        ]))
                ]
            case let question as ComparisonQuestion: [question.finished(ComparisonFixture.progress(question.key))]
            case let question as ComparisonReportQuestion:
                [question.finished(ComparisonFixture.report(scope: "\(question.scope)", spoil: spoil))]
            case let question as DifferingQuestion: [question.finished(ComparisonFixture.differing(spoil: spoil))]
            default:
                aside(asked)
                    + ClaimFixture.answer(asked, seconds: claimSeconds, isCalibrated: isCalibrated, spoil: spoil) {
                        $0.text ?? text($0.position)
                    }
                    + FeatureFixture.answer(asked, documents: 30, spoil: spoil)
            }
        }

        /// What stands beside the readings.
        private func aside(_ asked: AnyQuestion) -> [Report] {
            switch asked.question {
            case let question as LensRowQuestion: [question.finished(words.indices.map { cell(question.key.row, $0, top: 0) })]
            case let question as LensColumnQuestion: [question.finished((0...6).map { cell($0, question.position, top: 3) })]
            case let question as PromotedQuestion:
                [
                    question.finished(
                        Dictionary(
                            question.features.map {
                                ($0, PromotedText(promoted: [" sea", "\n", " storm"].map(spoil), suppressed: [" desk"].map(spoil)))
                            }
                        ) { $1 })
                ]
            case let question as PrecedingQuestion:
                [question.finished(question.position == 0 ? .undefined("no token stands before it") : .value(0.431))]
            case let question as AgreementQuestion:
                [
                    question.finished(
                        Agreement(
                            cosine: .value(0.875),
                            kept: reading(question.position, question.dictionary, [:], 1).features.prefix(3).map(\.id),
                            lost: reading(question.position, question.dictionary, [:], 1).features.dropFirst(3).map(\.id),
                            made: [.init(id: 900, activation: 2, label: spoil("place: harbour"))]))
                ]
            case let question as MismatchQuestion: [question.finished(MismatchControl(kept: 1.25, pairs: 8, source: "other documents"))]
            case let question as SpliceQuestion: [question.finished(table(question.subject))]
            case let question as SpliceNoiseQuestion: [question.finished(noise(question.subject, question.change))]
            case let question as FeatureSearchQuestion:
                [question.finished([17, 330].map { FeatureMatch(id: $0, label: spoil("a label with \(question.words)")) })]
            case is SearchQuestion, is DocumentSearchQuestion: TextWorld.answer(asked)
            case let question as WriteQuestion: [question.finished(["parallax-finding.json", "parallax-finding.txt"])]
            default: []
            }
        }

        private func cell(_ row: Int, _ position: Int, top: Int) -> LensCell {
            let tokens = (0..<top).map {
                LensCell.Token(text: spoil(words[(position + 1 + $0) % words.count]), probability: 0.5 / Double($0 + 1))
            }
            return LensCell(
                entropy: 6 - Double(row) + Double(position % 4) / 4, rank: 1 + (6 - row) * (position % 5) * 17,
                surprise: Double(6 - row) / 2, top: tokens)
        }

        private static let edited: [String: (change: SpliceTable.Change, before: String)] = [
            "edited SAE ‖h‖": (.features, "SAE at ‖h‖"), "edited NLA ‖h‖": (.text, "NLA at ‖h‖")
        ]

        /// Two neutral edits: one that changes next to nothing, and one with another top token.
        private func noise(_ subject: SpliceSubject, _ change: SpliceTable.Change) -> SpliceNoise {
            let row = table(subject).rows[change == .features ? 2 : 3]
            var other = row
            other.divergence = row.divergence.map { $0 + 0.02 }
            other.next[0].text = spoil(" other")
            return SpliceNoise(samples: [.init(kind: "word order", row: row), .init(kind: "punctuation", row: other)])
        }

        private func table(_ subject: SpliceSubject) -> SpliceTable {
            var names = ["clean", "SAE", "SAE at ‖h‖", "NLA at ‖h‖"]
            if !subject.edits.isEmpty { names.append("edited SAE ‖h‖") }
            if subject.text != nil { names.append("edited NLA ‖h‖") }
            var rows: [SpliceTable.Row] = []
            for (index, name) in names.enumerated() {
                let next = (0..<4).map {
                    LensCell.Token(text: spoil(words[(subject.position + index / 3 + $0) % words.count]), probability: 0.6 / Double($0 + 1))
                }
                rows.append(
                    .init(
                        name: name, change: Self.edited[name]?.change,
                        before: Self.edited[name].flatMap { names.firstIndex(of: $0.before) }, divergence: .value(0.031 * Double(index)),
                        following: .value(0.002 * Double(index)),
                        crossEntropy: subject.position == 39 ? .undefined("no token follows") : .value(1.25 + 0.1 * Double(index)),
                        next: next,
                        continuation: spoil(" and nobody could say where it had come from.")))
            }
            return SpliceTable(rows: rows, followingCount: 8)
        }
    }
}
