import ParallaxCompute
import ParallaxSession
import TestSupport
import Testing

@Suite("The session as a value")
struct SessionStateTests {
    @Test("it starts by asking for the document alone, so that the first frame comes first")
    func firstWant() {
        #expect(Drive().open == [AnyQuestion(TraceQuestion(document: 0))])
    }

    @Test("when everything has answered, the cursor stands where the NLA reads and nothing is open")
    func settles() {
        var drive = Drive()
        drive.settle()
        #expect(drive.state.site == Fixture.site)
        #expect(drive.open.isEmpty && drive.state.outstanding.isEmpty)
        #expect(drive.state.statistics.version == 1)
        #expect(drive.state.dictionaryReading != nil)
    }

    @Test("the grid is filled nearest first, and excluded positions are left out of it")
    func fills() {
        var drive = Drive()
        drive.settle()
        let filled = Set(drive.state.readings.byVerbalizer.keys.map(\.position))
        // Position 0 was under the cursor, so the person asked for it; the others were filled.
        #expect(filled == Set(0..<Fixture.tokens))
        #expect(drive.state.isExcluded(0, at: Fixture.site) && !drive.state.isExcluded(1, at: Fixture.site))
    }

    @Test("moving on cancels what the old place needed and asks for the new one")
    func movingOn() {
        var drive = Drive()
        drive.settle()
        drive.state.readings.byVerbalizer = [:]
        drive.send(.redraw)
        #expect(drive.open == [AnyQuestion(VerbalizeQuestion(document: 0, positions: [0], verbalizer: 0, statistics: 1))])
        drive.send(.moveRight)
        #expect(drive.open == [AnyQuestion(VerbalizeQuestion(document: 0, positions: [1], verbalizer: 0, statistics: 1))])
    }

    @Test("what the screen has no room for is not asked for; what it has is, once both readings are there")
    func asides() {
        var drive = Drive()
        drive.settle()
        drive.send(.moveRight)
        #expect(drive.open.isEmpty)
        drive.send(.showing([.splice, .lens, .agreement]))
        #expect(
            drive.open.first(SpliceQuestion.self) { $0.subject.position == 1 && $0.subject.verbalizer == 0 && $0.subject.text == nil }
                != nil)
        #expect(
            drive.open.contains(AnyQuestion(LensColumnQuestion(document: 0, position: 1)))
                && drive.open.first(AgreementQuestion.self) != nil)
        drive.settle()
        #expect(drive.state.splice != nil && drive.state.lens != nil && drive.state.agreement != nil && drive.state.mismatch != nil)
        drive.send(.moveRight)
        #expect(drive.state.splice == nil && drive.state.agreement == nil)
    }

    @Test("a text of one's own is another document, begins like the one it was begun from, and an edited one keeps the unchanged start")
    func ownDocuments() {
        var drive = Drive()
        drive.settle()
        drive.send(.newText)
        drive.type("A text.")
        drive.send(.confirm)
        #expect(
            drive.state.document == 2 && drive.state.inventory.documentTitles.last == "own text 1"
                && drive.added == [OwnDocument(title: "own text 1", content: .text("A text."))])
        drive.settle()
        #expect(drive.state.trace != nil)
        drive.state.readings.traces[2]?.source = "A text."
        drive.send(.editDocument)
        drive.type(" More.")
        drive.send(.confirm)
        drive.answer(AnyQuestion(TraceQuestion(document: 3)))
        #expect(drive.added.last?.original == 2 && drive.added.last?.content == .text("A text. More."))
        #expect(drive.state.readings.byVerbalizer.keys.contains { $0.document == 3 })
    }

    @Test("a kept edit is in the history with its figures, and can be taken up again")
    func history() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .nextPane, .confirm)
        drive.type(" Indeed.")
        drive.send(.confirm)
        drive.settle()
        drive.send(.restore)
        #expect(drive.state.editing.textEdits.isEmpty && drive.state.history.count == 2 && drive.state.history[1].figures != nil)
        drive.send(.history, .toEnd, .confirm)
        #expect(drive.state.currentText == drive.state.history[1].text)
    }

    @Test("a search finds tokens, labels and explanations; n goes on to the next place")
    func searching() {
        var drive = Drive()
        drive.settle()
        #expect(drive.hits("T3").map(\.position) == [3])
        #expect(drive.hits("lantern").map(\.kind) == [.label])
        #expect(drive.hits("sad").allSatisfy { $0.kind == .explanation } && !drive.hits("sad").isEmpty)
        drive.send(.search)
        drive.type("t")
        drive.settle()
        drive.send(.confirm, .nextMatch, .nextMatch)
        #expect(drive.state.position == 2)
        drive.send(.previousMatch)
        #expect(drive.state.position == 1)
    }

    @Test("a search is a question: the next letter cancels it, what is found shows as it comes, and nothing is searched for by drawing")
    func searchInTheBackground() throws {
        var drive = Drive()
        drive.settle()
        drive.send(.chooseDocument, .toEnd, .confirm)
        drive.settle()
        drive.send(.search)
        drive.type("t")
        let first = try #require(drive.open.first(SearchQuestion.self))
        #expect(drive.state.hits.isEmpty && !drive.state.isSearched)
        drive.type("3")
        #expect(drive.open.compactMap { $0.of(SearchQuestion.self)?.words } == ["t3"])
        // Too late.
        drive.send(.report(first.partial([SearchHit(kind: .token, document: 0, position: 1, text: "late")])))
        #expect(drive.state.hits.isEmpty)
        // The shown document's places come before those of the others.
        let question = try #require(drive.open.first(SearchQuestion.self))
        var parts: [Int] = []
        let all = try #require(TextWorld.bench).answer(question, Cancellation()) { parts.append($0.count) }
        #expect(parts == [1, 2] && all.map(\.document) == [1, 0])
        drive.send(.report(question.partial(Array(all.prefix(1)))))
        #expect(drive.state.hits.count == 1 && !drive.state.isSearched)
        drive.send(.report(question.finished(all)))
        #expect(drive.state.hits.count == 2 && drive.state.isSearched && drive.state.outstanding.isEmpty)
        let cancelled = Cancellation()
        cancelled.cancel()
        #expect(throws: CancellationError.self) { try #require(TextWorld.bench).answer(question, cancelled) { _ in } }
    }

    @Test("documents are found by their titles in the background as well; Enter before they are there finds the same")
    func documentSearch() {
        for waits in [true, false] {
            var drive = Drive()
            drive.settle()
            drive.send(.chooseDocument)
            #expect(drive.state.documents == [0, 1] && drive.open.isEmpty)
            drive.type("T")
            drive.type("W")
            #expect(drive.state.documents == nil && drive.open.compactMap { $0.of(DocumentSearchQuestion.self)?.words } == ["TW"])
            if waits {
                drive.settle()
                #expect(drive.state.documents == [1])
            }
            drive.send(.confirm)
            #expect(drive.state.document == 1 && drive.state.mode == .browsing)
            #expect(drive.open == [AnyQuestion(TraceQuestion(document: 1))])
        }
    }

    @Test("Enter before the places are found goes to the first when it comes; another key takes that back")
    func searchTypedAhead() {
        var drive = Drive()
        drive.settle()
        for takesBack in [false, true] {
            drive.send(.toStart, .search)
            drive.type(takesBack ? "t2" : "t3")
            drive.send(.confirm)
            #expect(drive.state.mode == .browsing && drive.state.position == 0 && drive.state.notice == "searching …")
            if takesBack { drive.send(.moveRight) }
            drive.settle()
            #expect(drive.state.position == (takesBack ? 1 : 3) && drive.state.notice == nil && drive.open.isEmpty)
        }
        drive.send(.search)
        drive.type("nowhere")
        drive.send(.confirm)
        drive.settle()
        #expect(drive.state.notice == "nothing found")
    }

    @Test("the background stops when its budget is spent, and f grants another")
    func budget() {
        var drive = Drive()
        drive.answer(AnyQuestion(TraceQuestion(document: 0)))
        drive.answer(OpenDictionariesQuestion())
        drive.answer(OpenVerbalizersQuestion())
        guard let question = drive.open.first(VerbalizeQuestion.self) else {
            Issue.record("nothing is verbalized")
            return
        }
        drive.send(.report(question.finished(.init(made: FillProgress.grant, seconds: 50))))
        #expect(
            !drive.state.readings.fill.isOn && drive.state.notice?.contains("budget") == true
                && drive.state.readings.fill.secondsEach == 0.1)
        drive.send(.toggleFill)
        #expect(drive.state.readings.fill.isOn && drive.state.readings.fill.spent == 0)
    }

    @Test("a finding holds every figure with its definition, and what was changed")
    func finding() throws {
        var drive = Drive()
        drive.send(.showing([.splice, .lens, .agreement]))
        drive.settle()
        drive.send(.nextPane, .switchOff)
        drive.settle()
        drive.send(.writing(screen: "what is seen"))
        guard let written = drive.open.first(WriteQuestion.self) else {
            Issue.record("nothing is written")
            return
        }
        let finding = written.finding
        #expect(
            finding.screen == "what is seen" && finding.sparse?.figures.count == Fixture.figures.all.count
                && finding.sparse?.figuresOfTheEdit != nil)
        #expect(
            finding.sparse?.figures.allSatisfy {
                !$0.definition.isEmpty && !$0.formula.isEmpty && ($0.value == nil) != ($0.undefined == nil)
            } == true)
        #expect([finding.norm, finding.between?.cosine].allSatisfy { $0?.formula.isEmpty == false && $0?.value != nil })
        #expect(finding.verbal?.text == "A story. It is sad." && finding.between?.kept == [7])
        drive.settle()
        #expect(drive.state.notice == "written to finding.json and finding.txt" && drive.state.findings.writing == nil)
    }

    @Test(
        "the comparison: over the document, the set, the token; sorted by any column; from a method to the tokens where it differs and to the token"
    )
    func comparison() throws {
        var drive = Drive()
        drive.settle()
        drive.send(.compare)
        #expect(drive.open.first(ComparisonQuestion.self) { $0.key.extra == 0 && $0.first == 0 } != nil)
        drive.settle()
        func page() throws -> ComparisonPage {
            guard case .comparing(let page) = drive.state.mode else { throw Absent() }
            return page
        }
        #expect(try drive.state.comparedMethods(page()).map(\.name).prefix(2) == ["SAE k24", "SAE k8"])
        // What has no value is last, whichever way round.
        drive.send(.moveRight)
        #expect(
            try drive.state.comparedMethods(page()).first?.name == "SAE k8"
                && drive.state.comparedMethods(page()).last?.name == "AR first: words shuffled")
        drive.send(.reverse)
        #expect(
            try drive.state.comparedMethods(page()).first?.name == "mean"
                && drive.state.comparedMethods(page()).last?.name == "AR first: words shuffled")
        drive.send(.compare)
        drive.settle()
        #expect(try page().breadth == .set && drive.state.comparisonReport(page())?.scope == "set")
        drive.send(.compare)
        #expect(try page().breadth == .token)
        drive.settle()
        // Its highlight is the NLA, whose rival is the best dictionary.
        drive.send(.confirm)
        #expect(try page().differences == .init(method: "NLA first", rival: "SAE k24"))
        drive.settle()
        drive.send(.moveDown, .confirm)
        #expect(drive.state.mode == .browsing && drive.state.document == 1 && drive.state.position == 1)
    }

    private struct Absent: Error {}

    @Test("an answer to a question that is no longer wanted is dropped by its identity")
    func lateAnswer() throws {
        var drive = Drive()
        drive.settle()
        drive.state.readings.byVerbalizer = [:]
        drive.send(.redraw)
        let old = try #require(drive.open[0].of(VerbalizeQuestion.self))
        drive.send(.moveRight)
        drive.send(.report(old.partial(.done(position: 0, Fixture.verbalReading("too late")))))
        #expect(drive.state.readings.byVerbalizer.isEmpty)
    }

    @Test("Esc stops the verbalizer; r takes it up again")
    func escape() {
        var drive = Drive()
        drive.settle()
        drive.state.readings.byVerbalizer = [:]
        drive.send(.redraw)
        drive.send(.cancel)
        #expect(drive.open.isEmpty && !drive.state.readings.fill.isOn)
        drive.send(.retry)
        #expect(drive.open == [AnyQuestion(VerbalizeQuestion(document: 0, positions: [0], verbalizer: 0, statistics: 1))])
    }

    @Test("a feature switched off is asked for at once, and switched on again nothing is left of it")
    func switchingOff() {
        var drive = Drive()
        drive.settle()
        drive.send(.moveRight, .nextPane, .switchOff)
        #expect(
            drive.open.contains(AnyQuestion(FeatureEditQuestion(document: 0, position: 1, dictionary: 0, edits: [7: .off], statistics: 1))))
        drive.settle()
        #expect(drive.state.editedDictionaryReading != nil)
        drive.send(.switchOff)
        #expect(drive.state.currentFeatureEdits.isEmpty && drive.state.editedDictionaryReading == nil && drive.open.isEmpty)
    }

    @Test("a newer edit replaces the older one that is still being computed")
    func newerEdit() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .switchOff, .moveDown, .switchOff)
        let both: [Int: FeatureEdit] = [7: .off, 0: .off]
        #expect(
            drive.open.first == AnyQuestion(FeatureEditQuestion(document: 0, position: 0, dictionary: 0, edits: both, statistics: 1)))
        // And what the same does to other features.
        #expect(drive.open.count == 2 && drive.open.last?.of(FeatureNoiseQuestion.self)?.edits == both)
    }

    @Test("features are scaled and added by an answer; a wrong answer says what was expected and stays open")
    func scalingAndAdding() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .scaleFeature)
        drive.type("half")
        drive.send(.confirm)
        #expect(
            drive.state.notice == "scale: expected one number (0.5 halves the feature), found \"half\"; type a number or leave with Esc.")
        drive.clear()
        drive.type("0.5")
        drive.send(.confirm)
        #expect(drive.state.currentFeatureEdits == [7: .scale(0.5)] && drive.state.mode == .browsing)
        drive.send(.addFeature)
        drive.settle()
        drive.send(.confirm)
        drive.type("3.5")
        drive.send(.confirm)
        #expect(drive.state.currentFeatureEdits == [7: .scale(0.5), 17: .set(3.5)])
        drive.send(.restore)
        #expect(drive.state.currentFeatureEdits.isEmpty)
    }

    @Test("every key in the sentence editor asks for the new text's figures; Esc leaves the text as it was")
    func editingASentence() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .nextPane, .moveDown, .confirm)
        drive.type("!")
        #expect(
            drive.open == [
                AnyQuestion(TextEditQuestion(document: 0, position: 0, verbalizer: 0, text: "A story. It is sad.!", statistics: 1)),
                AnyQuestion(NoiseQuestion(document: 0, position: 0, verbalizer: 0, sentence: 1, statistics: 1))
            ])
        drive.send(.cancel)
        #expect(drive.state.currentText == "A story. It is sad." && drive.open.isEmpty && drive.state.editing.textEdits.isEmpty)
        drive.send(.confirm)
        drive.clear()
        drive.type("It is glad.")
        drive.send(.confirm)
        #expect(drive.state.currentText == "A story. It is glad.")
        drive.settle()
        #expect(drive.state.editedFigures != nil)
        drive.send(.restore)
        #expect(drive.state.currentText == "A story. It is sad.")
    }

    @Test("a sentence taken out leaves the others; editing back to the original is no edit")
    func removingASentence() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .nextPane, .switchOff)
        #expect(drive.state.currentText == "It is sad.")
        drive.send(.restore, .confirm)
        drive.type("x")
        drive.edit { $0.deleteBack() }
        drive.send(.confirm)
        #expect(drive.state.editing.textEdits.isEmpty)
    }

    @Test("the sentence that is open stays in its place, emptied or full of stops; kept empty, it is gone")
    func openSentenceStays() {
        var drive = Drive()
        drive.settle()
        drive.send(.nextPane, .nextPane, .moveDown, .confirm)
        drive.clear()
        #expect(drive.state.sentences == ["A story.", ""])
        drive.type("One. Two. Three.")
        #expect(drive.state.sentences == ["A story.", "One. Two. Three."])
        drive.clear()
        drive.send(.confirm)
        #expect(drive.state.sentences == ["A story."] && drive.state.highlightedSentence == 0)
    }

    @Test("checkpoints that open while a question is open do not move the cursor to another row")
    func questionKeepsItsRow() {
        var drive = Drive()
        drive.answer(AnyQuestion(TraceQuestion(document: 0)))
        drive.answer(OpenDictionariesQuestion())
        drive.state.row = 1
        drive.state.inventory.dictionaries = .open([.init(name: "early", site: .residual(1), featureCount: 64, kind: "topk 2")])
        drive.send(.nextPane, .addFeature)
        drive.answer(OpenVerbalizersQuestion())
        #expect(drive.state.row == 1 && drive.state.mode != .browsing)
    }

    @Test("statistics that failed are asked for again with r")
    func retriedStatistics() {
        var drive = Drive()
        drive.answer(AnyQuestion(TraceQuestion(document: 0)))
        drive.fail(StatisticsQuestion(), Complaint("documents", expected: "a", found: "b", remedy: "c"))
        #expect(!drive.open.contains(StatisticsQuestion()) && drive.state.statistics.refusal != nil)
        drive.send(.retry)
        #expect(drive.open.contains(StatisticsQuestion()) && drive.state.statistics.refusal == nil)
    }

    @Test("a failure is said once, marks its cells, and is not asked for again until the person does")
    func failure() {
        var drive = Drive()
        drive.settle()
        drive.state.readings.byVerbalizer = [:]
        drive.send(.moveRight, .toggleFill)
        let request = drive.open[0]
        drive.fail(request, Complaint("AV", expected: "a", found: "b", remedy: "c"))
        #expect(drive.state.notice == "AV: expected a, found b; c." && drive.open.filter { $0 == request }.isEmpty)
        #expect(drive.state.gridCell(row: drive.state.row, position: 1, colour: .verbalizerFVE) == .failed)
        drive.send(.retry)
        #expect(drive.open.contains(request))
    }

    @Test("another dictionary and another document are chosen from lists")
    func choosing() {
        var drive = Drive()
        drive.settle()
        drive.send(.chooseDictionary, .moveDown, .confirm)
        #expect(
            drive.state.dictionary == 1 && drive.open.contains(AnyQuestion(DictionaryQuestion(document: 0, dictionary: 1, statistics: 1))))
        drive.settle()
        drive.send(.chooseDocument, .toEnd, .confirm)
        #expect(drive.state.document == 1 && drive.open == [AnyQuestion(TraceQuestion(document: 1))])
    }

    @Test("a cell without a number says why")
    func cells() {
        var drive = Drive()
        #expect(drive.state.gridCell(row: 2, position: 1, colour: .norm) == .notYet)
        drive.settle()
        #expect(drive.state.gridCell(row: 2, position: 3, colour: .norm) == .value(23))
        #expect(drive.state.gridCell(row: 1, position: 3, colour: .dictionaryFVE) == .none)
        #expect(drive.state.gridCell(row: 2, position: 0, colour: .dictionaryFVE) == .excluded("BOS"))
        #expect(drive.state.gridCell(row: 2, position: 3, colour: .l0) == .value(2))
        if case .undefined(let why) = drive.state.gridCell(row: 2, position: 3, colour: .verbalizerFVE) {
            #expect(why.contains("statistics"))
        } else {
            Issue.record("figures without statistics must be undefined")
        }
    }

    @Test("whatever is pressed and whenever answers come, nothing traps and the cursor stays inside", arguments: 0..<20 as Range<UInt64>)
    func anything(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var drive = Drive()
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...5: drive.send(Command.everything.randomElement(using: &generator)!)
            case 6: drive.type(["a", "7 2", "-1", " ", "é", "0.5"].randomElement(using: &generator)!)
            case 7:
                if let request = drive.open.randomElement(using: &generator) { drive.answer(request) }
            case 8:
                if let request = drive.open.randomElement(using: &generator) {
                    drive.fail(request, Complaint("x", expected: "a", found: "b", remedy: "c"))
                }
            default: drive.settle()
            }
            #expect(drive.state.inventory.sites.indices.contains(drive.state.row))
            // Where a list led into a document that is not read yet, its place waits for the text, which cuts it down.
            #expect(drive.state.position >= 0 && drive.state.position < max(1, drive.state.trace?.ids.count ?? .max))
            #expect(Set(drive.open) == drive.state.outstanding)
        }
    }
}

extension Drive {
    /// The editor that is open; keys without one do nothing.
    private var editor: LineEditor {
        switch state.mode {
        case .editingSentence(_, let editor), .prompting(_, let editor), .searching(_, let editor, _): editor
        default: LineEditor()
        }
    }

    mutating func edit(_ change: (inout LineEditor) -> Void) {
        var editor = editor
        change(&editor)
        send(Action.edited(editor))
    }

    mutating func type(_ text: String) { edit { $0.insert(text) } }

    /// What the search for some words finds.
    mutating func hits(_ words: String) -> [SearchHit] {
        send(.search)
        type(words)
        settle()
        let hits = state.hits
        send(.cancel)
        return hits
    }

    mutating func clear() { edit { $0.replace(with: "") } }
}

extension Command {
    static let everything: [Command] = [
        .moveLeft, .moveRight, .moveUp, .moveDown, .pageLeft, .pageRight, .toStart, .toEnd, .toDisagreement, .nextPane, .previousPane,
        .showSplice, .showLens, .nextColour,
        .previousColour, .nextDocument, .previousDocument, .chooseDocument, .chooseDictionary, .chooseVerbalizer, .confirm, .cancel,
        .switchOff, .scaleFeature, .addFeature,
        .restore, .history, .newText, .newChat, .editDocument, .openFile, .search, .nextMatch, .previousMatch, .writeFinding, .help,
        .messages, .toggleFill, .retry, .redraw,
        .nextTheme, .compare, .reverse, .quit, .claims, .swapValue, .typeValue, .stripQuotes, .dropParagraph, .joinClaim, .splitClaim,
        .notAClaim, .reclassClaim, .blindClaims, .judge(.true),
        .judge(.false), .judge(.unsure), .showFeature, .undo, .redo, .back, .forward, .continueText
    ]
}
