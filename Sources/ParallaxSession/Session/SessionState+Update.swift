import ParallaxCompute

extension SessionState {
    /// The next state, and what the world is asked to do: start what is lacking, cancel what is no longer wanted.
    public mutating func update(_ action: Action) -> [Effect] {
        var effects: [Effect] = []
        let documents = editing.ownDocuments.count, before = stop
        var meant: Command?
        switch action {
        case .command(.quit) where mode == .browsing:
            effects.append(.quit)
        case .command(let command):
            meant = command
            takeKey()
            perform(command)
        case .edited(let editor):
            keep(editor)
        case .scrolled(let line):
            scroll(to: line)
        case .showing(let panes):
            visible = panes
        case .writing(let screen):
            takeKey()
            write(screen: screen)
        case .placed(let row, let position):
            takeKey()
            place(row: row, position: position)
        case .pointed(let pane, let line):
            takeKey()
            point(at: pane, line: line)
        case .noticed(let words):
            notice = words
        case .report(let report):
            receive(report)
        }
        let first = inventory.documentTitles.count - editing.ownDocuments.count
        for index in documents..<editing.ownDocuments.count {
            if let own = editing.ownDocuments[DocumentID(first + index)] { effects.append(.add(own)) }
        }
        followDisagreement(action)
        noteMove(from: before, by: meant, isReport: action.isReport)
        noteShown()
        forget()
        tried = triedText
        return effects + reconcile()
    }

    /// What was said of the key before goes, and what it still waited for.
    private mutating func takeKey() {
        notice = nil
        search.awaited = nil
        disagreements?.isAwaited = false
    }

    /// Starts what is wanted and not yet under way; cancels what is under way and no longer wanted.
    public mutating func reconcile() -> [Effect] {
        let wanted = failures.isEmpty ? wants() : wants().filter { failures[$0] == nil }
        let obsolete = outstanding.subtracting(wanted)
        let lacking = wanted.filter { !outstanding.contains($0) }
        outstanding = outstanding.subtracting(obsolete).union(lacking)
        for question in obsolete { question.withdraw(from: &self) }
        return obsolete.map(Effect.cancel) + lacking.map(Effect.start)
    }
}
