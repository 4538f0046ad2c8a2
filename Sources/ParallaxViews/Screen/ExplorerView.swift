import ParallaxSession

/// The whole screen: a pure function from the state and a size to cells.
package enum ExplorerView {
    package static func frame(_ state: SessionState, size: Size, style: ScreenStyle) -> Frame {
        var grid = CellGrid(size: size, glyphs: style.glyphs)
        let layout = ExplorerLayout(size: size, siteCount: state.inventory.sites.count, focus: state.pane == .explanation ? .right : .left)
        TitleView.draw(state, in: layout.top, on: &grid, style)
        LegendView.draw(state, in: layout.legend, on: &grid, style)
        let inGrid = GridView.draw(state, header: layout.header, in: layout.grid, on: &grid, style)
        TokenView.draw(state, in: layout.token, on: &grid, style)
        let notes = NotesView.height(layout)
        let (left, right) = readings(layout)
        let inFeatures = FeaturesPane.draw(state, in: left, on: &grid, style)
        let inExplanation = ExplanationPane.draw(state, in: right, on: &grid, style)
        NotesView.draw(state, in: Rect(x: 0, y: layout.footer.y - notes, width: size.width, height: notes), on: &grid, style)
        let inFooter = FooterView.draw(state, in: layout.footer, on: &grid, style)
        let inOverlay = OverlayView.draw(state, in: OverlayView.area(layout, size), on: &grid, style)
        let cursor: Point? =
            switch state.mode {
            case .choosing, .help, .messages: inOverlay
            case .prompting: inFooter
            case .editingSentence: inExplanation
            case .browsing: state.pane == .grid ? inGrid : state.pane == .features ? inFeatures : inExplanation
            }
        return Frame(grid: grid, cursor: cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
    }

    /// The readings' boxes, over the notes.
    static func readings(_ layout: ExplorerLayout) -> (left: Rect, right: Rect) {
        let notes = NotesView.height(layout)
        return (layout.left.inset(bottom: layout.arrangement == .sideBySide ? notes : 0), layout.right.inset(bottom: notes))
    }
}
