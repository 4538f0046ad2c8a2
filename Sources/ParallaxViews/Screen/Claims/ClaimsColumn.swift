import ParallaxSession

/// The third column of wide screens: the claims at the cursor, as the page lists them.
enum ClaimsColumn {
    static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard !area.isEmpty else { return }
        Rule.draw("claims", detail: ClaimsView.heading(state), in: area, on: &grid, line: style[.border], title: style[.heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        if let words = ClaimsView.status(state) {
            for (line, text) in TextWrap.lines(words.text, columns: max(0, box.width - 2), limit: box.height).enumerated() { grid.put(text, x: 1, y: line, style[words.role], in: box) }
            return
        }
        _ = ClaimListView.draw(state, highlighted: nil, isFocused: false, in: box, on: &grid, style)
    }
}
