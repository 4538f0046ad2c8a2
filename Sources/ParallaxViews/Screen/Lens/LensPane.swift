import ParallaxCompute
import ParallaxSession

/// The logit lens of one token: what the model would say next, read at every site.
package enum LensPane {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard !area.isEmpty else { return nil }
        let focused = state.pane == .lens
        Rule.draw(
            "logit lens", detail: "nats; norm and unembedding at every site", in: area, on: &grid, line: style[focused ? .accent : .border],
            title: style[focused ? .accent : .heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        guard let cells = state.lens else {
            let words =
                state.inventory.hasModel
                ? state.lensQuestion.flatMap { state.failure(of: $0)?.description } ?? "reading …" : Inventory.needsModel("no logit lens")
            for (line, text) in TextWrap.lines(words, columns: max(0, box.width - 2), limit: box.height).enumerated() {
                grid.put(text, x: 1, y: line, style[.dim], in: box)
            }
            return nil
        }
        grid.putRight("H", end: 10, style[.dim], in: box.row(0))
        grid.putRight("rank", end: 16, style[.dim], in: box.row(0))
        grid.put("next token, p", x: 18, style[.dim], in: box.row(0))
        // Within a block the lens stands at the block's output.
        let current = min(cells.count - 1, state.inventory.sites[..<state.row].count(where: \.isResidual))
        let rows = GridWindow.rows(count: cells.count, row: current, lines: max(0, box.height - 1))
        var cursor: Point?
        for (line, row) in rows.reversed().enumerated() {
            let place = box.row(line + 1)
            draw(cells[row], row: row, selected: row == current, in: place, on: &grid, style)
            if focused, row == current { cursor = Point(x: place.x, y: place.y) }
        }
        return cursor
    }

    private static func draw(_ cell: LensCell, row: Int, selected: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let look = style[.text]
        grid.putRight(row == 0 ? "emb" : "L\(row - 1)", end: 4, selected ? style[.accent].adding(.bold) : look, in: area)
        grid.putRight(FigureText.fraction(cell.entropy), end: 10, width: 6, look, in: area)
        grid.putRight(cell.rank.map(FigureText.count) ?? FigureText.undefined, end: 16, width: 6, look, in: area)
        var x = 18
        for token in cell.top {
            let words = SafeText("\(token.text.trimmedForTable) \(FigureText.fraction(token.probability))  ")
            guard x + words.width <= area.width else { break }
            x = grid.put(words, x: x, look, in: area)
        }
    }
}

extension String {
    /// A token in a table: the space before it costs a column and says little; one that is only spaces shows them.
    var trimmedForTable: String {
        let trimmed = String(map { $0.isNewline ? "⏎" : $0 }.drop { $0 == " " })
        return trimmed.isEmpty ? String(repeating: "␣", count: min(count, 4)) : trimmed
    }
}
