import Foundation
@testable import ParallaxClaims
@testable import ParallaxComparisons
@testable import ParallaxSession
@testable import ParallaxViews
import TestSupport
import Testing

/// Every golden checkpoint, beside the same dictionary in SAELens' layout, through what a session and the commands do with dictionaries.
@Suite("Every family meets every measure") struct EveryFamilyTests {
    /// A folder that is gone with the test.
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appending(path: "family-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    private static func world(_ checkpoint: FamilyCheckpoint, in place: Place) throws -> (instrument: Instrument, isRewritten: Bool) {
        let source = checkpoint.isTranscoder ? FamilyWorld.mlpIn : FamilyWorld.residual,
            target = checkpoint.isTranscoder ? FamilyWorld.mlpOut : nil
        let dictionary = try SparseAutoencoder.open(folder: checkpoint.url, site: Site(hookName: source)),
            copy = place.folder.appending(path: "rewritten")
        let isRewritten = try SAELensRewriting.write(dictionary, site: source, target: target, to: copy)
        let dictionaries = [(checkpoint.url, checkpoint.isTranscoder)] + (isRewritten ? [(copy, checkpoint.isTranscoder)] : [])
        return (
            try Instrument(Workspace.open(FamilyWorld(in: place.folder, width: checkpoint.width, dictionaries: dictionaries).workspace)),
            isRewritten
        )
    }

    @Test(
        "the comparison's figures are those of the same dictionary in SAELens' layout, and its plan names the checkpoint",
        arguments: FamilyCheckpoint.all)
    func comparison(checkpoint: FamilyCheckpoint) throws {
        let place = try Place(), (instrument, isRewritten) = try Self.world(checkpoint, in: place)
        #expect(instrument.dictionaries.elements.count == (isRewritten ? 2 : 1), "\(instrument.dictionaries.complaints)")
        let subject = try instrument.comparisonSubject(
            at: Site(hookName: checkpoint.isTranscoder ? FamilyWorld.mlpOut : FamilyWorld.residual))
        #expect(subject.dictionaries.count == (isRewritten ? 2 : 1) && subject.complaints.isEmpty, "\(subject.complaints)")
        var options = ComparisonOptions()
        (options.samples, options.ranks, options.forcedL0s, options.following, options.maximumExplanationTokens, options.resamples) = (
            0, [2], [2], 0, 4, 2
        )
        let runner = try ComparisonPreparation(subject: subject, documents: WorkspaceDocuments(instrument), options: options).runner(
            evaluating: [0], cancellation: Cancellation())
        let parts = runner.plan.dictionaries.map(\.fingerprint)
        #expect(Set(parts).count == parts.count && parts.allSatisfy { $0.count >= 33 })
        let record = try runner.run(0, cancellation: Cancellation())
        let report = try ReportBuilder(plan: runner.plan, basis: runner.basis).report(
            of: RecordList([record]), cancellation: Cancellation())
        let dictionaries = report.methods.filter { $0.kind == .dictionary }
        #expect(dictionaries.count == (isRewritten ? 2 : 1))
        let own = try #require(dictionaries.first)
        #expect(own.value(.cosine) != nil && own.value(.normalised) != nil && own.value(.kl, .trueNorm) != nil)
        #expect(report.methods.contains { $0.kind == .explanation } != checkpoint.isTranscoder, "an NLA reads the residual stream")
        #expect(
            report.notes.contains { $0.contains("reads \(FamilyWorld.mlpIn) and reconstructs \(FamilyWorld.mlpOut)") }
                == checkpoint.isTranscoder)
        guard isRewritten else { return }
        var compared = 0
        // Where SAELens keeps p‖d‖ and this family p, the codes are others, and so are the bits that they cost; the vectors are the same.
        let isRecoded =
            subject.dictionaries[0].configuration.decoderNorms == .selection && subject.dictionaries[0].configuration.rule != .jumpReLU
        for figure in own.figures where !isRecoded || VectorComparison.columns.contains(where: { $0.definition == figure.definition }) {
            guard let value = figure.value, let other = dictionaries[1].value(figure.definition, figure.scale) else { continue }
            #expect(abs(value - other) <= 2e-4 * max(1, abs(value)), "\(figure.definition) \(figure.scale): \(value) and \(other)")
            compared += 1
        }
        #expect(compared > 8)
        // Transcoders are told against their like.
        #expect(!checkpoint.isTranscoder || report.pairs.contains { $0.first == own.name && $0.second == dictionaries[1].name })
    }

    @Test(
        "claims are examined with its features as witnesses, and a calibration of one dictionary is refused for another",
        arguments: FamilyCheckpoint.all.filter { !$0.isTranscoder })
    func claims(checkpoint: FamilyCheckpoint) throws {
        let place = try Place(), (instrument, isRewritten) = try Self.world(checkpoint, in: place)
        let rules = try instrument.claimRules(), checkpoints = instrument.claimCheckpoints(0, rules: rules)
        #expect(instrument.claimDictionary(0)?.fingerprint == instrument.dictionaries.elements[0].autoencoder.fingerprint)
        #expect(checkpoints.dictionary == instrument.dictionaries.elements[0].autoencoder.fingerprint)
        let parts = try instrument.claimParts(0, statistics: nil, elsewhere: { [] }, cancellation: Cancellation())
        #expect(parts.complaints.isEmpty, "\(parts.complaints)")
        guard isRewritten else { return }
        var other = checkpoints
        other.dictionary = instrument.dictionaries.elements[1].autoencoder.fingerprint
        #expect(checkpoints.differences(from: other).count == 1)
    }

    @Test(
        "the session shows its features, its figures and its splice, and a finding holds its fingerprint", arguments: FamilyCheckpoint.all)
    func session(checkpoint: FamilyCheckpoint) throws {
        let place = try Place(), (instrument, _) = try Self.world(checkpoint, in: place), bench = ModelBench(instrument)
        var drive = Drive(bench)
        drive.state.readings.fill.isOn = false
        drive.send(.showing([.splice, .agreement]))
        drive.settle()
        let target = try Site(hookName: checkpoint.isTranscoder ? FamilyWorld.mlpOut : FamilyWorld.residual)
        drive.send(.placed(row: try #require(instrument.sites.firstIndex(of: target)), position: 3))
        drive.settle()
        #expect(drive.state.failures.isEmpty, "\(drive.state.failures)")
        let reading = try #require(drive.state.dictionaryReading)
        #expect(reading.figures.cosine.number != nil)
        let row = try #require(instrument.sites.firstIndex(of: target))
        let table = try bench.answer(
            SpliceQuestion(subject: .init(document: 0, position: 3, row: row, dictionary: 0, edits: [:], verbalizer: nil, text: nil)),
            Cancellation()
        ) { _ in }
        #expect(table.rows.first { $0.name == "SAE" }?.divergence.number != nil)
        let finding = try #require(drive.state.finding(screen: ""))
        let found = instrument.checkpoints(of: finding).map(\.fingerprint)
        #expect(found.contains(instrument.dictionaries.elements[0].autoencoder.fingerprint) && found.contains(instrument.model.fingerprint))
    }

    @Test(
        "the comparison's page is drawn with it, over the token, the document and the set, with every panel",
        arguments: FamilyCheckpoint.all)
    func comparisonPage(checkpoint: FamilyCheckpoint) throws {
        let place = try Place(), (instrument, isRewritten) = try Self.world(checkpoint, in: place)
        var drive = Drive(ModelBench(instrument))
        drive.state.readings.fill.isOn = false
        drive.settle()
        let target = try Site(hookName: checkpoint.isTranscoder ? FamilyWorld.mlpOut : FamilyWorld.residual)
        drive.send(.placed(row: try #require(instrument.sites.firstIndex(of: target)), position: 3))
        drive.settle()
        func screen() -> String {
            ExplorerView.frame(drive.state, size: Size(width: 160, height: 48), style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid.text
        }
        drive.send(.compare)
        drive.settle()
        for breadth in ComparisonPage.Breadth.allCases {
            guard case .comparing(let page) = drive.state.mode else {
                throw Complaint("the page", expected: "a comparison", found: "\(drive.state.mode)", remedy: "")
            }
            let report = try #require(drive.state.comparisonReport(page), "\(breadth): \(drive.state.failures)")
            let own = report.methods.filter { $0.kind == .dictionary }
            #expect(own.count == (isRewritten ? 2 : 1) && own.allSatisfy { $0.value(.cosine) != nil })
            for title in [
                "in words", "rate and distortion", "\(Definition.normalised.symbol) of single tokens",
                "\(Definition.kl.symbol) of single tokens"
            ] {
                let drawn = screen()
                #expect(drawn.contains("━ \(title)") || drawn.contains("─ \(title)"), "\(title) is not on \(drawn)")
                for method in own { #expect(drawn.contains(method.name.prefix(12)), "\(method.name) is not on \(drawn)") }
                drive.send(.nextPane)
                drive.settle()
            }
            drive.send(.compare)
            drive.settle()
        }
        #expect(drive.state.failures.isEmpty, "\(drive.state.failures)")
    }

    @Test("what the comparison leaves aside is said on its page, as by the command")
    func leftAside() throws {
        let place = try Place(), checkpoints = FamilyCheckpoint.all,
            transcoder = try #require(checkpoints.first { $0.name == "saelens-transcoder" })
        let other = try #require(checkpoints.first { !$0.isTranscoder && $0.width == transcoder.width }),
            lost = place.folder.appending(path: "lost")
        try FileManager.default.copyItem(at: transcoder.url, to: lost)
        let settings = lost.appending(path: "cfg.json"), text = try String(contentsOf: settings, encoding: .utf8)
        try Data(text.replacing(/"hook_name_out": *"[^"]*"/, with: "\"hook_name_out\": null").utf8).write(to: settings)
        // Both at the residual stream: of what stands there nothing says what a transcoder makes of it.
        let world = try FamilyWorld(in: place.folder, width: transcoder.width, dictionaries: [(other.url, false), (lost, false)])
        var drive = Drive(ModelBench(try Instrument(Workspace.open(world.workspace))))
        drive.state.readings.fill.isOn = false
        drive.settle()
        drive.send(.placed(row: 1, position: 1))
        drive.send(.compare)
        drive.settle()
        #expect(drive.state.comparisonProgress?.complaints.map(\.subject) == ["dictionary lost"], "\(drive.state.failures)")
        let drawn = ExplorerView.frame(drive.state, size: Size(width: 160, height: 48), style: ScreenStyle(theme: ThemeLibrary.builtIn))
            .grid.text
        #expect(drawn.contains("! dictionary lost: expected a transcoder that says what it reconstructs"), "\(drawn)")
    }

    @Test(
        "statistics hold what it reads and what it reconstructs, and a comparison rests on them",
        arguments: FamilyCheckpoint.all.filter { $0.name.contains("transcoder") || $0.name.contains("topk") })
    func statistics(checkpoint: FamilyCheckpoint) throws {
        let place = try Place(), (instrument, _) = try Self.world(checkpoint, in: place), documents = WorkspaceDocuments(instrument)
        let sites = instrument.sites + instrument.sources.sorted()
        let gathered = try CorpusStatistics(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents)
            .gather(Array(documents.titles.indices), sites: sites, pooled: Set(sites), poolSize: 64, cancellation: Cancellation()) { _, _ in
            }
        let file = place.folder.appending(path: "tiny.statistics")
        try gathered.statistics.write(to: file)
        let subject = try instrument.comparisonSubject(
            at: Site(hookName: checkpoint.isTranscoder ? FamilyWorld.mlpOut : FamilyWorld.residual))
        let ready = try ReadyStatistics(file, for: subject)
        #expect(ready.sources.count == (checkpoint.isTranscoder ? 1 : 0))
        var options = ComparisonOptions()
        (options.samples, options.ranks, options.forcedL0s, options.splicing, options.maximumExplanationTokens) = (0, [2], [], .none, 4)
        let runner = try ComparisonPreparation(subject: subject, documents: documents, options: options, statistics: ready).runner(
            evaluating: [0], cancellation: Cancellation())
        #expect(runner.frozen.codes(dictionary: 0).value != nil)

        // Statistics of other sites are refused in one sentence, on the screen as by the command.
        try StatisticsCollection(gathered.statistics.files.filter { $0.key == .residual(2) }).write(to: file)
        let complaint = #expect(throws: Complaint.self) { try ReadyStatistics(file, for: subject) }
        #expect(complaint?.found == "those of other sites (blocks.1.hook_resid_post)")
    }

    @Test("all are there")
    func coverage() { #expect(FamilyCheckpoint.all.count == 44 && FamilyCheckpoint.all.allSatisfy { $0.width > 0 }) }
}
