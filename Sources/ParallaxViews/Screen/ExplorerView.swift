import ParallaxSession

/// The whole screen: a pure function from the state and a size to cells.
package enum ExplorerView {
    package static func frame(_ state: SessionState, size: Size, style: ScreenStyle) -> Frame {
        var grid = CellGrid(size: size, glyphs: style.glyphs)
        let layout = layout(state, size)
        TitleView.draw(state, in: layout.top, on: &grid, style)
        if case .comparing(let page) = state.mode {
            let cursor = ComparisonView.draw(state, page, in: OverlayView.area(layout, size), on: &grid, style)
            _ = FooterView.draw(state, in: layout.footer, on: &grid, style)
            return Frame(grid: grid, cursor: cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
        }
        if case .feature(let page) = state.mode {
            let cursor = FeatureView.draw(state, page, in: OverlayView.area(layout, size), on: &grid, style)
            _ = FooterView.draw(state, in: layout.footer, on: &grid, style)
            return Frame(grid: grid, cursor: cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
        }
        if let focus = state.openClaims {
            let area = OverlayView.area(layout, size)
            let inPage = ClaimsView.draw(state, focus, in: area, on: &grid, style)
            let inFooter = FooterView.draw(state, in: layout.footer, on: &grid, style)
            let cursor = OverlayView.draw(state, in: area, on: &grid, style) ?? inFooter ?? inPage
            return Frame(grid: grid, cursor: cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
        }
        LegendView.draw(state, in: layout.legend, on: &grid, style)
        let inGrid = GridView.draw(state, header: layout.header, in: layout.grid, on: &grid, style)
        TokenView.draw(state, in: layout.token, on: &grid, style)
        let inFeatures = FeaturesPane.draw(state, in: layout.left, on: &grid, style)
        let inExplanation = ExplanationPane.draw(state, in: layout.right, on: &grid, style)
        BetweenView.draw(state, in: layout.between, on: &grid, style)
        let inLens = LensPane.draw(state, in: layout.lens, on: &grid, style)
        ClaimsColumn.draw(state, in: layout.claims, on: &grid, style)
        let inSplice = SplicePane.draw(state, in: layout.splice, on: &grid, style)
        NotesView.draw(state, in: layout.notes, on: &grid, style)
        let inFooter = FooterView.draw(state, in: layout.footer, on: &grid, style)
        let inOverlay = OverlayView.draw(state, in: OverlayView.area(layout, size), on: &grid, style)
        let inPane: Point? =
            switch state.pane {
            case .grid: inGrid
            case .features: inFeatures
            case .explanation: inExplanation
            case .splice: inSplice
            case .lens: inLens
            }
        let cursor: Point? =
            switch state.mode {
            case .choosing, .searching, .help, .messages: inOverlay
            case .prompting: inFooter
            case .editingSentence: inExplanation
            case .browsing, .comparing, .claims, .feature: inPane
            }
        return Frame(grid: grid, cursor: cursor.flatMap { grid.bounds.contains($0) ? $0 : nil })
    }

    package static func layout(_ state: SessionState, _ size: Size) -> ExplorerLayout {
        ExplorerLayout(
            size: size, siteCount: state.inventory.sites.count, focus: state.pane, hasClaims: state.claims.isOn, only: only(state))
    }

    /// Where the workspace has dictionaries alone, or NLAs alone, what there is has the room of both.
    private static func only(_ state: SessionState) -> Pane? {
        let (dictionaries, verbalizers) = (state.inventory.dictionaries, state.inventory.verbalizers)
        guard dictionaries != .opening, verbalizers != .opening, dictionaries.elements.isEmpty != verbalizers.elements.isEmpty else {
            return nil
        }
        return dictionaries.elements.isEmpty ? .explanation : .features
    }
}

/// What every view needs to know of the terminal: its theme. Views name meanings, the theme names colours.
package struct ScreenStyle: Sendable {
    package var theme: Theme
    package var glyphs: GlyphSet

    package init(theme: Theme, glyphs: GlyphSet = .unicode) {
        self.theme = theme
        self.glyphs = glyphs
    }

    subscript(role: Role) -> Style { theme[role] }
}
