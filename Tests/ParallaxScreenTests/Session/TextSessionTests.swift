import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxViews
import Testing

@Suite("A session on texts alone") struct TextSessionTests {
    @Test("the file is the document: its tokens, its layer as the only row, its norms in the grid; positions that it lacks are none")
    func document() throws {
        let drive = try TextWorld.drive("transcript.txt")
        let state = drive.state
        #expect(!state.inventory.hasModel && state.inventory.sites == [.residual(21)] && state.inventory.documentTitles == ["transcript"])
        #expect(state.inventory.complaints.isEmpty && state.failures.isEmpty && drive.open.isEmpty)
        let trace = try #require(state.trace)
        #expect(trace.texts.count == 40 && trace.texts[17] == "'t" && trace.texts[20].isEmpty)
        #expect(state.gridCell(row: 0, position: 2, colour: .norm) == .value(14356.5))
        for colour in [GridColour.norm, .verbalizerFVE, .statedCosine] {
            #expect(state.gridCell(row: 0, position: 20, colour: colour) == .none)
        }
    }

    @Test("the grid turns through what a file states, and every position that it has comes by itself")
    func colours() throws {
        var drive = try TextWorld.drive("transcript.txt")
        var seen: [GridColour] = []
        for _ in 0..<4 {
            drive.send(.nextColour)
            drive.settle()
            seen.append(drive.state.colour)
        }
        #expect(seen == [.verbalizerFVE, .statedCosine, .norm, .verbalizerFVE])
        drive.send(.previousColour)
        #expect(drive.state.colour == .norm)
        #expect(drive.state.gridCell(row: 0, position: 1, colour: .verbalizerFVE) == .value(-1.888))
        #expect(drive.state.gridCell(row: 0, position: 0, colour: .statedCosine) == .value(0.019))
        let positions = (drive.state.trace?.explained?[0] ?? []).sorted()
        #expect(positions.count == 37 && drive.state.readings.byVerbalizer.count == 37)
    }

    @Test("a reading is the file's text and figures, with what they give again, by the file's own Var")
    func reading() throws {
        var drive = try TextWorld.drive("transcript.txt")
        drive.send(.placed(row: 0, position: 28))
        drive.settle()
        let reading = try #require(drive.state.verbalReading), stated = try #require(reading.stated)
        #expect(reading.figures == nil && reading.tokenCount == nil && !reading.truncated)
        #expect(stated.variance?.source == .header && stated.check.disagreements.map(\.figure) == ["fve_nrm"])
        #expect(drive.state.warnings.contains { $0.hasPrefix("fve_nrm is ") && $0.contains("(the file's header)") })
        drive.send(.placed(row: 0, position: 2))
        drive.settle()
        #expect(drive.state.warnings.contains { $0.hasPrefix("the stated norm is above 10 × the document's median") })
        drive.send(.placed(row: 0, position: 19))
        drive.settle()
        #expect(drive.state.verbalReading?.injectionFailed == true)
        drive.send(.placed(row: 0, position: 39))
        drive.settle()
        #expect(drive.state.verbalReading?.truncated == true && drive.state.warnings.contains("the explanation was cut off"))
        drive.send(.placed(row: 0, position: 20))
        drive.settle()
        #expect(drive.state.verbalReading == nil && drive.state.warnings.contains("the file does not say the token"))
    }

    @Test("the workspace's statistics go before the file's Var")
    func statistics() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = Rows((0..<64).map { [Float(cos(Double($0) * 0.02)), Float(sin(Double($0) * 0.02))] }, width: 2)
        let url = folder.appending(path: "made.statistics")
        try StatisticsFile(
            site: .residual(21), model: nil, width: 2,
            documents: [DocumentStatistics(index: 0, name: "other", activations: rows, bos: [], site: .residual(21))]
        ).write(to: url)
        let entry = Workspace.VerbalizerEntry(name: "t", explanations: TextWorld.folder.appending(path: "transcript.txt"))
        var drive = Drive(try TextWorld.world(Workspace(verbalizers: [entry], statistics: url)))
        drive.settle()
        let stated = try #require(drive.state.verbalReading?.stated)
        #expect(
            stated.variance?.source == .workspace && stated.check.disagreements.contains { $0.basis.contains("the workspace's statistics") }
        )
        #expect(drive.state.provenance?.file == "made.statistics")
    }

    @Test("the samples of the file stand in the history, and taking one shows it in the place of the explanation")
    func samples() throws {
        var drive = try TextWorld.drive("transcript.txt")
        drive.send(.placed(row: 0, position: 38))
        drive.settle()
        drive.send(.history)
        #expect(drive.state.mode == .choosing(.history, highlighted: 0))
        #expect(drive.state.history.map(\.origin) == ["the explanation", "t=1 sample 0", "t=1 sample 1", "t=1 sample 2"])
        drive.send(.moveDown, .moveDown, .confirm)
        drive.settle()
        #expect(drive.state.sentences == ["A sample, the second one.", "It says \"second\"."])
        drive.send(.restore)
        drive.settle()
        #expect(drive.state.sentences.first == "A letter from an island, number 38, calm in tone.")
    }

    @Test("what needs weights says so in words, and asks for nothing")
    func lacking() throws {
        var drive = try TextWorld.drive("transcript.txt")
        drive.send(.showing([.splice, .lens, .agreement]))
        drive.settle()
        #expect(drive.state.failures.isEmpty)
        for command in [Command.compare, .newText, .newChat, .editDocument, .openFile] {
            drive.send(command)
            drive.settle()
            #expect(drive.state.mode == .browsing && drive.state.notice?.contains("there is no model") == true, "\(command)")
        }
        for command in [Command.addFeature, .chooseDictionary, .toDisagreement] {
            drive.send(command)
            #expect(drive.state.mode == .browsing && drive.state.notice != nil, "\(command)")
        }
        #expect(drive.state.failures.isEmpty && drive.state.inventory.complaints.isEmpty)
        let frame = ExplorerView.frame(drive.state, size: Size(width: 160, height: 48), style: ScreenStyle(theme: ThemeLibrary.builtIn))
            .grid.text
        for words in ["nothing to put back: there is no model", "no logit lens: there is no model"] {
            #expect(frame.contains(words), "\(words)")
        }
        // Where the workspace has no dictionary at all its pane's room is the explanation's.
        #expect(!frame.contains("no features") && frame.contains("━ NLA  transcript"))
        #expect(throws: Complaint.self) { try TextBench(Workspace()).inventory }
    }

    @Test(
        "two layers of one text are two rows of one document; a page of another text is another document; a file without a layer has a row without a name"
    )
    func severalFiles() throws {
        let drive = try TextWorld.drive("answer.json", "page.json", "describe.json", "transcript.txt")
        let inventory = drive.state.inventory
        #expect(inventory.sites.prefix(2) == [.residual(21), .residual(42)] && inventory.sites.count == 3 && inventory.unplacedRow == 2)
        // The page and the answer are of the same tokens; bare descriptions have none to be told by.
        #expect(inventory.documentTitles == ["answer", "describe", "transcript"])
        #expect(inventory.rowName(2) == "a layer that the file does not say")
        #expect(drive.state.trace?.texts.first == "<bos>")
    }

    @Test("what the workspace names beside texts and cannot be used without a model is said")
    func namedInVain() throws {
        let entry = Workspace.VerbalizerEntry(
            name: "t", ar: TextWorld.folder, explanations: TextWorld.folder.appending(path: "transcript.txt"))
        let broken = Workspace.VerbalizerEntry(name: "b", explanations: TextWorld.folder.appending(path: "make.py"))
        let bench = try TextBench(
            Workspace(dictionaries: [.init(path: TextWorld.folder)], verbalizers: [entry, broken], documents: [.text("A text.")]))
        let sentences = bench.inventory.complaints.map(\.description)
        #expect(sentences.count == 4)
        for words in [
            "make.py: expected explanations", "dictionary explanations: expected a model", "verbalizer t: expected a model",
            "documents: expected a model"
        ] {
            #expect(sentences.contains { $0.contains(words) }, "\(words)")
        }
    }

    @Test("search finds tokens and sentences of the file; a finding holds what the file says and what is derived")
    func searchAndFinding() throws {
        var drive = try TextWorld.drive("transcript.txt")
        let hits = drive.hits("lighthouse")
        #expect(hits.first?.position == 6 && hits.contains { $0.kind == .token })
        #expect(drive.hits("both tags").map(\.position) == [17])
        drive.send(.placed(row: 0, position: 28))
        drive.settle()
        drive.send(.writing(screen: "the screen"))
        let finding = try #require(drive.state.findings.writing?.finding)
        #expect(finding.site.hasPrefix("site 21 ") && finding.norm.value != nil && finding.sparse == nil)
        let stated = try #require(finding.verbal?.stated)
        #expect(
            stated.variance == 0.7335 && stated.varianceFrom == "the file's header" && stated.disagreements.count == 1
                && stated.figures["cos"] != nil)
        #expect(throws: Never.self) { try JSONEncoder().encode(finding) }
    }
}
