extension SessionState {
    /// The cursor on a cell of the grid that was pointed at. Places that the document does not have are the nearest that it has.
    mutating func place(row: Int, position: Int) {
        guard mode == .browsing, let trace, !trace.ids.isEmpty else { return }
        pane = .grid
        let target = (row: max(0, min(inventory.sites.count - 1, row)), position: max(0, min(trace.ids.count - 1, position)))
        guard target != (self.row, self.position) else { return }
        if target.row != self.row { hasMovedRow = true }
        (self.row, self.position) = target
        highlightedFeature = 0
        highlightedSentence = 0
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
