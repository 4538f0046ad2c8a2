import Foundation
import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

@Suite("The way back") struct JourneyTests {
    private func settled() -> Drive {
        var drive = Drive()
        drive.settle()
        return drive
    }

    @Test("steps along the text are no jumps; the first token, the last one, another document and a search are, and < and > walk them")
    func jumps() {
        var drive = settled()
        drive.send(.moveRight, .moveRight)
        #expect(drive.state.journey.back.isEmpty)
        drive.send(.back)
        #expect(drive.state.notice == "no jump to go back to" && drive.state.position == 2)
        drive.send(.toEnd)
        let end = drive.state.position
        drive.send(.nextDocument)
        drive.settle()
        #expect(drive.state.document == 1)
        drive.send(.back)
        #expect(drive.state.place == Place(document: 0, position: end))
        drive.send(.back)
        #expect(drive.state.position == 2)
        drive.send(.forward, .forward)
        #expect(drive.state.document == 1)
        drive.send(.forward)
        #expect(drive.state.notice == "no jump to go forward to")
        // A new jump ends what was ahead.
        drive.send(.back, .toStart, .forward)
        #expect(drive.state.notice == "no jump to go forward to")
    }

    @Test("the list of jumps has an end")
    func bounded() {
        var drive = settled()
        for _ in 0..<300 { drive.send(.toEnd, .toStart, .nextDocument, .previousDocument) }
        #expect(drive.state.journey.back.count <= 100)
    }

    @Test("each document is found as it was left")
    func kept() {
        var drive = settled()
        drive.send(.moveRight, .moveRight, .moveRight, .nextDocument)
        drive.settle()
        drive.send(.toEnd)
        let end = drive.state.position
        drive.send(.previousDocument)
        #expect(drive.state.place == Place(document: 0, position: 3))
        drive.send(.nextDocument)
        #expect(drive.state.place == Place(document: 1, position: end))
    }

    @Test("a session begins where there is something to see, a text of one's own at its end, and where options say")
    func beginning() {
        func began(_ document: Int? = nil, _ token: Int? = nil) -> SessionState {
            var drive = Drive()
            drive.state.begin(document: document, token: token)
            drive.send(.redraw)
            drive.settle()
            return drive.state
        }
        // Position 0 is left out of figures.
        #expect(began().position > 0 && !began().isExcluded(began().position, at: Fixture.site))
        #expect(began(1, 2).place == Place(document: 1, position: 2))
        let late = began(0, 1 << 40)
        #expect(late.position == Fixture.tokens - 1)
        var drive = settled()
        drive.send(.newText)
        drive.type("words of my own")
        drive.send(.confirm)
        drive.settle()
        #expect(drive.state.document == 2 && drive.state.position == (drive.state.trace?.ids.count ?? 0) - 1)
    }
}

@Suite("Undo and redo by step") struct EditStepTests {
    @Test("each change is a step, of features and of words; each comes back where it was made, and a new change ends what was taken back")
    func steps() throws {
        var drive = Drive()
        drive.settle()
        drive.send(.moveRight, .nextPane, .switchOff)
        let feature = try #require(drive.state.currentFeatureEdits.keys.first)
        drive.send(.nextPane, .switchOff)
        let text = try #require(drive.state.editedText)
        #expect(drive.state.editedRows(at: 1) == [drive.state.row])
        drive.send(.toEnd, .pageLeft, .nextPane, .nextPane, .nextPane, .toStart)
        #expect(drive.state.position == 0)
        drive.send(.undo)
        #expect(drive.state.position == 1 && drive.state.editedText == nil && drive.state.currentFeatureEdits == [feature: .off])
        drive.send(.undo)
        #expect(drive.state.currentFeatureEdits.isEmpty && drive.state.editedRows(at: 1).isEmpty)
        drive.send(.undo)
        #expect(drive.state.notice == "nothing was changed yet")
        drive.send(.redo, .redo)
        #expect(drive.state.editedText == text && drive.state.currentFeatureEdits == [feature: .off])
        drive.send(.redo)
        #expect(drive.state.notice == "nothing was taken back")
        drive.send(.undo)
        drive.state.pane = .features
        drive.send(.restore, .redo)
        #expect(drive.state.notice == "nothing was taken back" && drive.state.editedText == nil)
    }
}

@Suite("Lines, lists and keys of every page") struct EveryPageTests {
    private func settled() -> Drive {
        var drive = Drive()
        drive.settle()
        return drive
    }

    @Test("the keys open over every page and leave it as it was, with what was typed")
    func help() {
        for commands: [Command] in [
            [], [.chooseDocument], [.chooseDictionary], [.search], [.compare], [.claims], [.showFeature], [.newText], [.messages]
        ] {
            var drive = settled()
            for command in commands { drive.send(command) }
            if drive.state.mode.hasLine { drive.type("ab") }
            let before = drive.state.mode
            drive.send(.help)
            guard case .help = drive.state.mode else {
                Issue.record("no keys over \(before)")
                continue
            }
            drive.send(.help, .moveDown, .cancel)
            #expect(drive.state.mode == (commands == [.messages] ? .browsing : before))
        }
        for page in Bindings.Page.allCases {
            #expect(page.bindings.contains { $0.command == .help }, "\(page)")
            #expect(page.bindings.contains { $0.command == .writeFinding }, "\(page)")
        }
    }

    @Test("a document leaves the list and comes back by a step; the last one stays")
    func removal() {
        var drive = settled()
        drive.send(.chooseDocument, .switchOff)
        #expect(drive.state.documents == [1] && drive.state.document == 1)
        #expect(drive.state.notice?.contains("no file was touched") == true)
        drive.send(.switchOff)
        #expect(drive.state.documents == [1] && drive.state.notice == "the last document stays")
        drive.send(.cancel, .previousDocument)
        #expect(drive.state.document == 1)
        drive.send(.undo)
        #expect(drive.state.listedDocuments == [0, 1])
        drive.send(.redo)
        #expect(drive.state.listedDocuments == [1] && drive.state.document == 1)
    }

    @Test("up brings what was typed before in a line of its kind, down the line as it was being typed")
    func recall() {
        var drive = settled()
        func text() -> String? { if case .prompting(_, let editor) = drive.state.mode { editor.text } else { nil } }
        for words in ["one", "two"] {
            drive.send(.newText)
            drive.type(words)
            drive.send(.confirm)
            drive.settle()
        }
        drive.send(.newText)
        drive.type("dra")
        drive.send(.moveUp)
        #expect(text() == "two")
        drive.send(.moveUp, .moveUp)
        #expect(text() == "one" && drive.state.notice == "nothing was typed here before")
        drive.send(.moveDown, .moveDown)
        #expect(text() == "dra")
        drive.send(.cancel, .openFile, .moveUp)
        #expect(text() == "")
    }

    @Test("Tab completes a path as far as the names agree, and lists them where they do not")
    func completion() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paths-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "letters"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["letter 1.txt", "letter 2.txt", "other"] {
            try "x".write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        var drive = Drive(ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml")))))
        drive.state.readings.fill.isOn = false
        drive.answer(TraceQuestion(document: 0))
        func complete(_ path: String) throws -> String? {
            drive.send(.cancel, .openFile)
            drive.type(path)
            drive.send(.nextPane)
            drive.answer(try #require(drive.open.first(CompletionQuestion.self)))
            return if case .prompting(_, let editor) = drive.state.mode { editor.text } else { nil }
        }
        #expect(try complete(folder.path + "/let") == folder.path + "/letter")
        #expect(drive.state.notice?.contains("letter 1.txt") == true)
        #expect(try complete(folder.path + "/letters") == folder.path + "/letters/")
        #expect(try complete(folder.path + "/o") == folder.path + "/other")
        #expect(try complete(folder.path + "/zz") == folder.path + "/zz")
        #expect(drive.state.notice == "nothing begins so")
    }

    @Test("a search finds tokens of documents that were not read yet, and of none that left the list")
    func everyDocument() throws {
        var drive = Drive(ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml")))))
        drive.state.readings.fill.isOn = false
        drive.answer(TraceQuestion(document: 0))
        drive.answer(OpenDictionariesQuestion())
        drive.answer(OpenVerbalizersQuestion())
        drive.send(.search)
        drive.type(" the")
        drive.answer(try #require(drive.open.first(SearchQuestion.self)))
        let found = Set(drive.state.hits.map(\.document))
        #expect(found.count > 5)
        let hit = try #require(drive.state.hits.first { $0.document == 3 })
        drive.send(.cancel)
        drive.state.editing.removed = [3]
        drive.send(.search)
        drive.type(" the")
        drive.answer(try #require(drive.open.first(SearchQuestion.self)))
        #expect(!drive.state.hits.contains { $0.document == 3 } && !drive.state.hits.isEmpty)
        // What was found without a forward pass is where the trace has it.
        drive.state.editing.removed = []
        drive.send(.cancel)
        let trace = try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))).library.tokens(of: 3)
        #expect(hit.position < trace.ids.count)
    }

    @Test("D that was pressed early goes where later figures lead, until another key comes")
    func disagreement() throws {
        var drive = Drive(Story.world)
        drive.settle()
        let all = drive.state.readings.byVerbalizer
        drive.send(.toDisagreement)
        let furthest = drive.state.position
        for stays in [false, true] {
            drive.send(.toStart)
            // Only one other token is explained.
            let row = drive.state.row
            let other = try #require(
                all.keys.filter { key in
                    guard key.document == 0, key.position != furthest, key.position > 10 else { return false }
                    if case .value = drive.state.gridCell(row: row, position: key.position, colour: .difference) { return true }
                    return false
                }.min { $0.position < $1.position })
            drive.state.readings.byVerbalizer = [:]
            drive.state.readings.byVerbalizer[other] = all[other]
            drive.state.disagreements = nil
            drive.send(.toDisagreement)
            #expect(drive.state.position == other.position)
            #expect(drive.state.notice?.contains("not yet verbalized") == true)
            if stays { drive.send(.redraw) }
            drive.settle()
            #expect(drive.state.position == (stays ? other.position : furthest))
        }
    }
}

@Suite("Going on with a text") struct ContinuationTests {
    private func sample() throws -> Drive {
        var drive = Drive(ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml")))))
        drive.state.readings.fill.isOn = false
        drive.answer(TraceQuestion(document: 0))
        return drive
    }

    @Test(
        "G makes a document of what the model goes on with, the most likely tokens as generate prints them, and stands on the first of them"
    )
    func generates() throws {
        var drive = try sample()
        let ids = try #require(drive.state.trace?.ids)
        drive.send(.continueText)
        drive.type("5")
        drive.send(.confirm)
        let question = try #require(drive.open.first(ContinueQuestion.self))
        drive.answer(question)
        drive.answer(TraceQuestion(document: drive.state.document))
        let trace = try #require(drive.state.trace)
        #expect(trace.ids.starts(with: ids) && drive.state.position == ids.count && trace.ids.count > ids.count)
        let instrument = try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml")))
        let alone = try instrument.model.generate(
            [.tokens(ids)], sampling: Sampling(maximumTokens: 5), stop: instrument.model.configuration.stopTokenIDs(instrument.tokenizer))
        #expect(Array(trace.ids.dropFirst(ids.count)) == alone[0].ids)
        #expect(drive.state.journey.back.last?.place.document == 0)
    }

    @Test("whoever has a line open meanwhile is not pulled away: the continuation waits in the list of documents")
    func waits() throws {
        var drive = try sample()
        drive.send(.continueText)
        drive.type("5")
        drive.send(.confirm)
        let question = try #require(drive.open.first(ContinueQuestion.self))
        drive.send(.newText)
        drive.type("mine")
        drive.answer(question)
        #expect(drive.state.document == 0 && drive.state.mode.hasLine && drive.state.editing.continuing == nil)
        #expect(drive.state.inventory.documentTitles.last?.hasPrefix("continuation") == true)
        #expect(drive.state.notice?.contains("continuation") == true)
    }

    @Test("of a conversation with 0 tokens the prompt for the answer is shown, its last token under the cursor")
    func prompt() throws {
        var drive = try sample()
        drive.send(.newChat)
        drive.type("Who are you?")
        drive.send(.confirm)
        drive.answer(TraceQuestion(document: drive.state.document))
        let chat = try #require(drive.state.trace?.ids)
        drive.send(.continueText)
        drive.type("0")
        drive.send(.confirm)
        drive.answer(try #require(drive.open.first(ContinueQuestion.self)))
        drive.answer(TraceQuestion(document: drive.state.document))
        let prompt = try #require(drive.state.trace?.ids)
        #expect(prompt.starts(with: chat) && prompt.count > chat.count && drive.state.position == prompt.count - 1)
    }

    @Test("Esc stops it, and what is no number is refused")
    func refusals() throws {
        var drive = try sample()
        drive.send(.continueText)
        drive.type("many")
        drive.send(.confirm)
        #expect(drive.state.notice?.contains("expected one number") == true)
        drive.send(.cancel, .continueText, .confirm)
        #expect(drive.open.first(ContinueQuestion.self)?.count == 20)
        drive.send(.cancel)
        #expect(drive.open.first(ContinueQuestion.self) == nil && drive.state.editing.continuing == nil)
    }

    @Test("a finding on a continuation holds its ids, and leads there again")
    func finding() throws {
        var drive = try sample()
        drive.send(.continueText)
        drive.type("3")
        drive.send(.confirm)
        drive.answer(try #require(drive.open.first(ContinueQuestion.self)))
        drive.settle()
        let look = drive.state.lookRequest
        #expect(look.own.last?.ids == drive.state.trace?.ids)
        let finding = try #require(drive.state.finding(screen: ""))
        let again = try FindingReplay(
            look, on: ModelBench(Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))))
        ).made(Cancellation())
        #expect("\(again.making)".contains("document") && finding.position == look.position)
    }
}
