import ParallaxCompute

extension SessionState {
    /// How far PgUp and PgDn move, in tokens or lines.
    static let page = 10

    mutating func perform(_ command: Command) {
        if command == .help { return openHelp() }
        switch mode {
        case .browsing: browse(command)
        case .choosing(let choice, let highlighted): choose(command, choice, highlighted)
        case .searching(let search, let editor, let highlighted): choose(command, search, editor, highlighted)
        case .comparing(let page): compare(command, page)
        case .claims(let focus): examine(command, focus)
        case .feature(let page): look(command, page)
        case .help, .messages:
            guard command == .confirm || command == .cancel else { return }
            mode = beneath ?? .browsing
            beneath = nil
        case .editingSentence(let index, let editor): finishSentence(command, index, editor)
        case .prompting(let question, let editor): answer(command, question, editor)
        }
    }

    /// Over whatever is open, which is there again afterwards.
    private mutating func openHelp() {
        if case .help = mode { return }
        if case .messages = mode { beneath = nil } else { beneath = mode == .browsing ? nil : mode }
        mode = .help(scroll: 0)
    }

    private mutating func browse(_ command: Command) {
        switch command {
        case .nextPane: pane = Self.neighbour(of: pane, by: 1)
        case .previousPane: pane = Self.neighbour(of: pane, by: -1)
        case .nextColour: colour = colour.neighbour(by: 1, among: colours)
        case .previousColour: colour = colour.neighbour(by: -1, among: colours)
        case .showSplice: pane = pane == .splice ? .grid : .splice
        case .showLens: pane = pane == .lens ? .grid : .lens
        case .toDisagreement: moveToDisagreement()
        case .compare: openComparison()
        case .claims: showClaims()
        case .showFeature: showFeature()
        case .nextDocument: if let next = listedDocuments.first(where: { $0 > document }) { show(document: next) }
        case .previousDocument: if let next = listedDocuments.last(where: { $0 < document }) { show(document: next) }
        case .back: turn(-1)
        case .forward: turn(1)
        case .undo, .redo: step(back: command == .undo)
        case .chooseDocument:
            mode = .searching(.document, editor: LineEditor(), highlighted: listedDocuments.firstIndex(of: document) ?? 0)
        case .search: mode = .searching(.everything, editor: LineEditor(), highlighted: 0)
        case .nextMatch: moveToMatch(by: 1)
        case .previousMatch: moveToMatch(by: -1)
        case .history: offerHistory()
        case .newText, .newChat, .editDocument, .openFile, .continueText:
            if inventory.hasModel { ask(command) } else { notice = Inventory.needsModel("a text of your own") }
        case .chooseDictionary:
            offer(.dictionary, inventory.dictionaries(at: site).map(\.index), dictionary?.index, "no dictionary at \(siteName)")
        case .chooseVerbalizer: offer(.verbalizer, inventory.verbalizers(at: site).map(\.index), verbalizer?.index, "no NLA at \(siteName)")
        case .messages: mode = .messages(scroll: 0)
        case .cancel: stopBackgroundWork()
        case .retry: retry()
        case .toggleFill:
            readings.fill.isOn.toggle()
            if readings.fill.isOn { readings.fill.spent = 0 }
        case .switchOff, .scaleFeature, .addFeature, .restore, .confirm: changeReading(command)
        // Writing comes with the screen's text, which only views can make; themes are the views' business too.
        case .redraw, .nextTheme, .quit, .writeFinding: break
        default: move(command)
        }
    }

    /// The quantities that the grid can show.
    var colours: [GridColour] { inventory.hasModel ? GridColour.computed : GridColour.stated }

    /// Opens the line for a document of the person's.
    private mutating func ask(_ command: Command) {
        switch command {
        case .newText: mode = .prompting(.newText, editor: LineEditor(keepingLineEnds: ""))
        case .newChat: mode = .prompting(.newChat, editor: LineEditor(keepingLineEnds: ""))
        case .openFile: mode = .prompting(.openFile, editor: LineEditor())
        case .continueText: askForContinuation()
        default: editDocument()
        }
    }

    private mutating func move(_ command: Command) {
        switch pane {
        case .grid, .splice, .lens: moveInGrid(command)
        case .features: highlightedFeature = Self.moved(highlightedFeature, command, count: shownFeatures.count) ?? highlightedFeature
        case .explanation: highlightedSentence = Self.moved(highlightedSentence, command, count: sentences.count) ?? highlightedSentence
        }
        // Left and right always move along the text: the panes follow the token, whichever of them is looked at.
        if pane == .features || pane == .explanation, command == .moveLeft || command == .moveRight { moveInGrid(command) }
    }

    mutating func moveInGrid(_ command: Command) {
        let last = max(0, (trace?.ids.count ?? 1) - 1)
        switch command {
        case .moveLeft: position = max(0, position - 1)
        case .moveRight: position = min(last, position + 1)
        case .pageLeft: position = max(0, position - Self.page)
        case .pageRight: position = min(last, position + Self.page)
        case .toStart: position = 0
        case .toEnd: position = last
        case .moveUp: row = min(inventory.sites.count - 1, row + 1)
        case .moveDown: row = max(0, row - 1)
        default: return
        }
        if command == .moveUp || command == .moveDown { hasMovedRow = true } else { journey.arrival = nil }
        forgetHighlights()
    }

    /// The case so many further, around the end.
    static func neighbour<Element: CaseIterable & Equatable>(of element: Element, by step: Int) -> Element
    where Element.AllCases == [Element] {
        let all = Element.allCases
        return all[((all.firstIndex(of: element) ?? 0) + step + all.count) % all.count]
    }

    private mutating func stopBackgroundWork() {
        if editing.continuing != nil {
            editing.continuing = nil
            notice = "stopped; the text stays as it was, G continues it"
            return
        }
        let reading = TraceQuestion(document: document)
        if isOutstanding(reading), inventory.contains(document) {
            failures[AnyQuestion(reading)] = Complaint(
                "document \(inventory.title(document))", expected: "to be read to its end", found: "Esc", remedy: "r reads it")
            notice = "stopped; r reads this document, o and ] go to another"
        }
        if let verbalKey, verbalReading == nil { readings.stopped.insert(verbalKey) }
        if isTestingClaims { stopClaims() }
        if outstanding.first(VerbalizeQuestion.self) != nil, readings.fill.isOn {
            readings.fill.isOn = false
            notice = "stopped; f fills the grid again, r verbalizes this token"
        }
    }

    private mutating func retry() {
        if failure(of: StatisticsQuestion()) != nil { statistics.refusal = nil }
        failures = [:]
        if let verbalKey { readings.stopped.remove(verbalKey) }
    }

    mutating func scroll(to line: Int) {
        switch mode {
        case .help: mode = .help(scroll: max(0, line))
        case .messages: mode = .messages(scroll: max(0, line))
        default: break
        }
    }
}

extension SessionState {
    /// The cursor on a cell of the grid that was pointed at. Places that the document does not have are the nearest that it has.
    mutating func place(row: Int, position: Int) {
        guard mode == .browsing, let trace, !trace.ids.isEmpty else { return }
        pane = .grid
        let target = (row: max(0, min(inventory.sites.count - 1, row)), position: max(0, min(trace.ids.count - 1, position)))
        guard target != (self.row, self.position) else { return }
        if target.row != self.row { hasMovedRow = true }
        (self.row, self.position) = target
        forgetHighlights()
    }

    /// A pane that was pointed at takes the keys; the line there, if one was met, is highlighted.
    mutating func point(at pane: Pane, line: Int?) {
        guard mode == .browsing else { return }
        self.pane = pane
        guard let line else { return }
        switch pane {
        case .grid, .splice, .lens: break
        case .features: highlightedFeature = max(0, min(shownFeatures.count - 1, line))
        case .explanation: highlightedSentence = max(0, min(sentences.count - 1, line))
        }
    }
}
