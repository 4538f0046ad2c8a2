import ParallaxSession

/// What lies under a point of the screen, for the mouse. A pure function of what the views draw from.
package enum ScreenTarget: Equatable, Sendable {
    /// A cell of the grid; its row's name and its token's text count as the cell in the cursor's column and row.
    case cell(row: Int, position: Int)
    /// A reading, and the feature or sentence that is seen there.
    case pane(Pane, line: Int?)
    /// A list or a page that lies over the screen.
    case overlay

    /// - Returns: nil where nothing is that could be meant, and while a line is typed, which a stray click must not end.
    package static func at(_ point: Point, _ state: SessionState, size: Size) -> ScreenTarget? {
        switch state.mode {
        case .editingSentence, .prompting: return nil
        case .choosing, .searching, .comparing, .claims, .feature, .help, .messages: return .overlay
        case .browsing: break
        }
        let layout = ExplorerView.layout(state, size)
        if layout.left.contains(point) { return .pane(.features, line: FeaturesPane.line(at: point, state, in: layout.left)) }
        if layout.right.contains(point) { return .pane(.explanation, line: ExplanationPane.line(at: point, state, in: layout.right)) }
        if layout.splice.contains(point) { return .pane(.splice, line: nil) }
        if layout.lens.contains(point) { return .pane(.lens, line: nil) }
        return cell(at: point, state, layout)
    }

    private static func cell(at point: Point, _ state: SessionState, _ layout: ExplorerLayout) -> ScreenTarget? {
        guard let trace = state.trace, layout.grid.contains(point) || layout.header.contains(point) else { return nil }
        var (row, position) = (state.row, state.position)
        if layout.grid.contains(point) {
            let rows = GridWindow.rows(count: state.inventory.sites.count, row: row, lines: layout.grid.height)
            row = rows.upperBound - 1 - (point.y - layout.grid.y)
            guard rows.contains(row) else { return nil }
        }
        let column = point.x - layout.grid.x - GridWindow.labelWidth
        if column >= 0 {
            let tokens = GridWindow.tokens(count: trace.ids.count, position: position, columns: layout.grid.width)
            position = tokens.lowerBound + column / GridWindow.cellWidth(columns: layout.grid.width)
            guard tokens.contains(position) else { return nil }
        }
        return .cell(row: row, position: position)
    }
}

/// What the mouse means: a click goes there; the wheel reads on in the text, and moves the highlight in a list.
package enum Pointing {
    package static func action(for event: MouseEvent, in state: SessionState, size: Size) -> Action? {
        guard let target = ScreenTarget.at(event.point, state, size: size) else { return nil }
        let isUp = event.kind == .wheelUp
        switch (target, event.kind) {
        case (.cell(let row, let position), .press): return .placed(row: row, position: position)
        case (.pane(let pane, let line), .press): return .pointed(at: pane, line: line)
        case (.cell, _): return .command(isUp ? .moveLeft : .moveRight)
        case (.pane(let pane, _), _):
            let highlighted = pane == .features ? state.highlightedFeature : state.highlightedSentence
            // The first turn shows where the highlight is.
            return .pointed(at: pane, line: state.pane == pane ? highlighted + (isUp ? -1 : 1) : nil)
        case (.overlay, .press): return nil
        case (.overlay, _): return Bindings.action(for: isUp ? .up : .down, in: state, size: size)
        }
    }
}
