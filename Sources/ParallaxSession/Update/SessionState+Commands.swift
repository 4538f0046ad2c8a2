import ParallaxCompute

extension SessionState {
    /// How far PgUp and PgDn move, in tokens or lines.
    private static let page = 10

    mutating func perform(_ command: Command) {
        switch mode {
        case .browsing: browse(command)
        case .choosing(let choice, let highlighted): choose(command, choice, highlighted)
        case .help, .messages: if command == .confirm || command == .cancel { mode = .browsing }
        case .editingSentence(let index, let editor): finishSentence(command, index, editor)
        case .prompting(let question, let editor): answer(command, question, editor)
        }
    }

    private mutating func browse(_ command: Command) {
        switch command {
        case .nextPane: pane = Self.neighbour(of: pane, by: 1)
        case .previousPane: pane = Self.neighbour(of: pane, by: -1)
        case .nextColour: colour = colour.next
        case .nextDocument: show(document: document + 1)
        case .previousDocument: show(document: document - 1)
        case .chooseDocument: mode = .choosing(.document, highlighted: document)
        case .chooseDictionary: offer(.dictionary, inventory.dictionaries(at: site), dictionary, "no dictionary at \(site)")
        case .chooseVerbalizer: offer(.verbalizer, inventory.verbalizers(at: site), verbalizer, "no NLA at \(site)")
        case .help: mode = .help(scroll: 0)
        case .messages: mode = .messages(scroll: 0)
        case .cancel: stopBackgroundWork()
        case .retry: retry()
        case .toggleFill: fills.toggle()
        case .switchOff, .scaleFeature, .addFeature, .restore, .confirm: changeReading(command)
        case .redraw, .nextTheme, .quit: break
        default: move(command)
        }
    }

    private mutating func move(_ command: Command) {
        switch pane {
        case .grid: moveInGrid(command)
        case .features: highlightedFeature = Self.moved(highlightedFeature, command, count: shownFeatures.count)
        case .explanation: highlightedSentence = Self.moved(highlightedSentence, command, count: sentences.count)
        }
        // Left and right always move along the text: the panes follow the token, whichever of them is looked at.
        if pane != .grid, command == .moveLeft || command == .moveRight { moveInGrid(command) }
    }

    private mutating func moveInGrid(_ command: Command) {
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
        if command == .moveUp || command == .moveDown { hasMovedRow = true }
        highlightedFeature = 0
        highlightedSentence = 0
    }

    private static func moved(_ index: Int, _ command: Command, count: Int) -> Int {
        let target =
            switch command {
            case .moveUp: index - 1
            case .moveDown: index + 1
            case .pageLeft: index - page
            case .pageRight: index + page
            case .toStart: 0
            case .toEnd: count - 1
            default: index
            }
        return max(0, min(count - 1, target))
    }

    private static func neighbour(of pane: Pane, by step: Int) -> Pane {
        let all = Pane.allCases
        return all[(all.firstIndex(of: pane)! + step + all.count) % all.count]
    }

    mutating func show(document index: Int) {
        guard inventory.documentTitles.indices.contains(index), index != document else { return }
        document = index
        position = 0
        highlightedFeature = 0
        highlightedSentence = 0
    }

    private mutating func stopBackgroundWork() {
        if let verbalKey, verbalReading == nil { stopped.insert(verbalKey) }
        let busy = outstanding.contains { if case .verbalize = $0 { true } else { false } }
        if busy, fills {
            fills = false
            notice = "stopped; f fills the grid again, r verbalizes this token"
        }
    }

    private mutating func retry() {
        if failures[.statistics] != nil { statistics.refusal = nil }
        failures = [:]
        if let verbalKey { stopped.remove(verbalKey) }
    }

    mutating func scroll(to line: Int) {
        switch mode {
        case .help: mode = .help(scroll: max(0, line))
        case .messages: mode = .messages(scroll: max(0, line))
        default: break
        }
    }
}
