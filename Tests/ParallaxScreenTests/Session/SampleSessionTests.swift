import Foundation
import ParallaxCompute
@testable import ParallaxSession
import TestSupport
import Testing

/// The session on the sample itself: the same requests, answered by real checkpoints.
@Suite("A session on the sample", .serialized) struct SampleSessionTests {
    /// A session on a workspace; own documents go to the bench as the engine would take them.
    private static func drive(_ workspace: Workspace) throws -> Drive {
        Drive(ModelBench(try Instrument(workspace)))
    }

    private static func sample() throws -> Drive {
        var drive = try drive(Workspace.open(Places.sampleData.appending(path: "parallax.yaml")))
        drive.state.readings.fill.isOn = false
        return drive
    }

    /// A session on the sample's model and the parts that the test names, one of which is a file of its own.
    private static func drive(parts: String, file: String, holding text: String) throws -> Drive {
        let folder = FileManager.default.temporaryDirectory.appending(path: "session-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What is mapped stays readable, and what a session needs of the folder it has opened by then.
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
        try "model: \(Places.sampleData.path)/subject\n\(parts)\n".write(
            to: folder.appending(path: "parallax.yaml"), atomically: true, encoding: .utf8)
        var drive = try drive(Workspace.open(folder))
        drive.state.readings.fill.isOn = false
        drive.settle()
        return drive
    }

    @Test(
        "explanations from a file are a verbalizer: read, reconstructed by the AR, measured, spliced; where the file has none, nothing is made up"
    )
    func fileOfExplanations() throws {
        var drive = try Self.drive(
            parts: """
                dictionaries:
                  - path: \(Places.sampleData.path)/sae/blocks.3.hook_resid_post-k16
                verbalizers:
                  - name: elsewhere
                    ar: \(Places.sampleData.path)/ar
                    explanations: texts.jsonl
                documents:
                  - file: \(Places.sampleData.path)/documents.jsonl
                """,
            file: "texts.jsonl",
            holding: #"{"document": "doc00", "position": 20, "site": "blocks.3.hook_resid_post", "text": "A letter. The animal is a cat."}"#
        )
        drive.send(.showing([.splice, .agreement]))
        drive.settle()
        #expect(
            drive.state.verbalReading == nil && drive.state.readings.absent == [VerbalKey(document: 0, position: 0, verbalizer: 0)]
                && drive.state.failures.isEmpty)
        for _ in 0..<20 { drive.send(.moveRight) }
        drive.settle()
        let reading = try #require(drive.state.verbalReading)
        #expect(reading.text == "A letter. The animal is a cat." && reading.tokenCount == nil)
        let figures = try #require(reading.figures)
        let normalised = try #require(figures.normalisedFVE.number)
        #expect(normalised < 1)
        let table = try #require(drive.state.splice)
        #expect(table.rows.map(\.name).joined(separator: ", ") == "clean, SAE, SAE at ‖h‖, NLA at ‖h‖")
        // Its sentences can be edited as those of an AV.
        drive.send(.nextPane, .nextPane, .switchOff)
        drive.settle()
        let edited = try #require(drive.state.editedFigures)
        #expect(edited.normalisedFVE.number != nil)
    }

    @Test("the splice of an edited text stands beside those of neutral edits, and is compared with the text before the edit")
    func spliceNoise() throws {
        var drive = try Self.sample()
        drive.send(.showing([.splice]))
        for _ in 0..<20 { drive.send(.moveRight) }
        drive.settle()
        #expect(SpliceTable.Change.allCases.allSatisfy { drive.state.spliceNoiseQuestion(of: $0) == nil })
        drive.send(.nextPane, .nextPane, .moveDown, .confirm)
        drive.edit { $0.replace(with: "The topic is a fox.") }
        drive.settle()
        drive.send(.confirm)
        drive.settle()
        let table = try #require(drive.state.splice), noise = try #require(drive.state.spliceNoise(of: .text))
        let edit = try #require(table.rows.last)
        #expect(edit.change == .text && edit.before.map { table.rows[$0].name } == "NLA at ‖h‖")
        #expect(table.rows.dropLast().allSatisfy { $0.change == nil && $0.before == nil })
        let alike = noise.alike(isDeletion: false), before = table.rows[edit.before ?? 0]
        #expect(
            (1...NeutralEdits.most).contains(alike.count)
                && alike.allSatisfy { $0.divergence.number != nil && !$0.next.isEmpty && $0.continuation.isEmpty })
        let width = try #require(alike.width({ $0.divergence }, from: before))
        #expect(width == alike.map { abs(($0.divergence.number ?? .nan) - (before.divergence.number ?? .nan)) }.max())
        #expect((0...alike.count).contains(alike.changingTopToken(of: before)))
    }

    @Test("features that are switched off stand beside others that nobody chose, in the figures and in the splice")
    func featureNoise() throws {
        var drive = try Self.sample()
        drive.send(.showing([.splice]))
        for _ in 0..<20 { drive.send(.moveRight) }
        drive.settle()
        drive.send(.nextPane, .switchOff)
        drive.settle()
        let reading = try #require(drive.state.dictionaryReading), edit = try #require(drive.state.editedDictionaryReading)
        let band = try #require(drive.state.featureNoise)
        #expect((NeutralFeatureEdits.fewest...NeutralFeatureEdits.most).contains(band.samples.count))
        let allowed = reading.features.filter { feature in !edit.features.contains { $0.id == feature.id && $0.edit != nil } }.map {
            "\($0.id) off"
        }
        #expect(allowed.count == reading.features.count - 1)
        #expect(band.samples.allSatisfy { $0.kind == NoiseBand.features && allowed.contains($0.words) })
        let changes = band.samples.map { Self.change($0.figures, from: reading.figures) }
        #expect(band.width({ $0.normalisedFVE }, original: reading.figures, isDeletion: false) == changes.max())
        // Even the strongest feature matters no more than another one can here: without the band its change would pass for a finding.
        #expect(Self.change(edit.figures, from: reading.figures) < (changes.max() ?? 0))
        let table = try #require(drive.state.splice), noise = try #require(drive.state.spliceNoise(of: .features))
        #expect(noise.samples.count == band.samples.count)
        let changed = table.rows.filter { $0.change == .features }
        #expect(changed.count == 1 && changed.allSatisfy { $0.before.map { table.rows[$0].name } == "SAE at ‖h‖" })
        #expect(drive.state.spliceNoiseQuestion(of: .text) == nil)
    }

    private static func change(_ figures: TokenFigures, from original: TokenFigures) -> Double {
        abs((figures.normalisedFVE.number ?? .nan) - (original.normalisedFVE.number ?? .nan))
    }

    @Test("of a text of a megabyte the first tokens are read, the same as of the whole text, and the last of them says so")
    func longText() throws {
        var drive = try Self.sample()
        drive.settle()
        let limit = try LanguageModel.open(folder: Places.sampleData.appending(path: "subject")).configuration.maximumPositions
        let sentence = "Here the cat sleeps in the beach all day. "
        drive.send(.newText)
        drive.type(String(repeating: sentence, count: LineEditor.textLimit / sentence.utf8.count))
        drive.send(.confirm)
        drive.settle()
        let trace = try #require(drive.state.trace)
        #expect(trace.isCut && trace.ids.count == limit && trace.source == nil)
        let whole = try Tokenizer.open(folder: Places.sampleData.appending(path: "subject")).encode(
            String(repeating: sentence, count: 200), addSpecialTokens: true)
        #expect(whole.count > limit && trace.ids == [0] + whole.prefix(limit - 1), "BOS first, as the dictionaries ask")
        drive.send(.toEnd)
        #expect(drive.state.warnings.contains { $0.contains("first \(limit) tokens") })
    }

    @Test("whoever gives up a document ends its tokenizing: those of the workspace, their own, and those of a comparison")
    func givenUp() throws {
        let instrument = try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))), library = instrument.library
        library.add(OwnDocument(title: "own", content: .text("Here the cat sleeps.")))
        library.add(OwnDocument(title: "a turn", content: .chat("Here the cat sleeps.")))
        let cancelled = Cancellation()
        cancelled.cancel()
        for index in [DocumentID(library.count), DocumentID(library.count + 1)] {
            #expect(try !library.tokens(of: index, cancellation: Cancellation()).ids.isEmpty)
            #expect(throws: CancellationError.self) { try library.tokens(of: index, cancellation: cancelled) }
            #expect(throws: CancellationError.self) { try library.tokenIDs(of: index, cancellation: cancelled) }
        }
        let documents = WorkspaceDocuments(instrument, also: DocumentID(library.count))
        #expect(throws: CancellationError.self) { try documents.tokenIDs(of: library.count, cancellation: cancelled) }
    }

    @Test("a text without the special token with which the workspace's documents begin is pointed out; theirs are not")
    func opening() throws {
        // The sample's dictionaries ask for it, so that it is there unless the workspace says never.
        for (bos, isMissing) in [(BOSRule.auto, false), (.never, true)] {
            var workspace = try Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))
            workspace.bos = bos
            var drive = try Self.drive(workspace)
            drive.state.readings.fill.isOn = false
            drive.settle()
            #expect(!drive.state.warnings.contains { $0.contains("begins without") })
            drive.send(.newText)
            drive.type("Here the cat sleeps.")
            drive.send(.confirm)
            drive.settle()
            #expect(drive.state.warnings.contains { $0.contains("begins without <|endoftext|>") } == isMissing)
            #expect(drive.state.warnings.contains { $0.contains("trained on prompts that begin with BOS") } == isMissing)
            #expect((drive.state.trace?.ids.first == 0) != isMissing)
        }
    }

    @Test("a file that cannot be read is a document that says so; the checkpoints open all the same, and e explains itself")
    func unreadable() throws {
        var drive = try Self.sample()
        drive.send(.openFile)
        drive.type("/nowhere/at-all.txt")
        drive.send(.confirm)
        drive.settle()
        #expect(drive.state.trace == nil && drive.state.inventory.dictionaries != .opening && drive.state.inventory.verbalizers != .opening)
        drive.send(.editDocument)
        #expect(drive.state.mode == .browsing && drive.state.notice?.contains("could not be read") == true)
    }

    @Test(
        "the comparison on real checkpoints: the shown document first, every method and definition, and the token where the NLA and a dictionary are furthest apart"
    )
    func comparison() throws {
        let documents = try String(contentsOf: Places.sampleData.appending(path: "documents.jsonl"), encoding: .utf8).split(separator: "\n")
            .prefix(4)
        var drive = try Self.drive(
            parts: """
                dictionaries:
                  - path: \(Places.sampleData.path)/sae/blocks.3.hook_resid_post-k8
                verbalizers:
                  - name: sft
                    av: \(Places.sampleData.path)/av
                    ar: \(Places.sampleData.path)/ar
                documents:
                  - file: four.jsonl
                """,
            file: "four.jsonl", holding: documents.joined(separator: "\n"))
        drive.settle()
        drive.send(.compare)
        drive.settle()
        guard case .comparing(let page) = drive.state.mode else {
            Issue.record("the table is not open")
            return
        }
        let report = try #require(drive.state.comparisonReport(page)), progress = try #require(drive.state.comparisonProgress)
        #expect(progress.done == [0, 1, 2] && progress.total == 3)
        #expect(report.documents == ["doc00"] && report.estimatedFrom == ["doc03"])
        let words = try #require(report.method("NLA sft")), features = try #require(report.method("SAE k8"))
        for column in VectorComparison.columns {
            #expect(
                words.value(column.definition, column.scale) != nil && features.value(column.definition, column.scale) != nil,
                "\(column.key)")
        }
        #expect(words.value(.kl, .trueNorm) != nil && words.value(.bitsText) != nil && features.value(.bitsEntropy) != nil)
        // The table's F of the document is what the panes' figures are made of: one minus the mean error over Var.
        drive.send(.confirm)
        drive.settle()
        guard case .comparing(let open) = drive.state.mode, let differences = open.differences,
            let tokens = drive.state.differingTokens(differences), let first = tokens.first
        else {
            Issue.record("no tokens to go to")
            return
        }
        #expect(tokens.map { abs($0.difference) } == tokens.map { abs($0.difference) }.sorted(by: >))
        drive.send(.confirm)
        #expect(drive.state.mode == .browsing && drive.state.document.index == first.document && drive.state.position == first.position)
    }
}
