import ParallaxCompute
import ParallaxSession

/// What the model says when each reconstruction stands in the place of the activation, one row a method.
package enum SplicePane {
    private static let nameEnd = 17
    private static let figureWidth = 8

    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard !area.isEmpty else { return nil }
        let focused = state.pane == .splice
        Rule.draw(
            "put back into the model", detail: "this position alone is replaced, by the same rule for all; nats", in: area, on: &grid, line: style[focused ? .accent : .border],
            title: style[focused ? .accent : .heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        guard let table = state.splice else {
            grid.put(SafeText(status(state)).fitted(columns: max(0, box.width - 2)), x: 1, style[.dim], in: box)
            return focused ? Point(x: box.x, y: box.y) : nil
        }
        let heads = ["KL here", "KL +\(table.followingCount)", "CE next"]
        for (index, head) in heads.enumerated() { grid.putRight(head, end: nameEnd + (index + 1) * figureWidth, style[.dim], in: box.row(0)) }
        let start = nameEnd + heads.count * figureWidth + 2
        // As many tokens of the next-token table as leave room for the continuation.
        let room = box.width - start
        let shown = max(1, min(table.rows.first?.next.count ?? 0, room / (room > 80 ? 26 : 18)))
        grid.put("next token, p", x: start, style[.dim], in: box.row(0))
        let continuation = start + shown * tokenWidth + 1
        if continuation < box.width - 8 { grid.put("greedy continuation", x: continuation, style[.dim], in: box.row(0)) }
        for (index, row) in table.rows.enumerated() where index + 1 < box.height {
            draw(row, clean: table.rows.first?.next.first?.text, shown: shown, start: start, continuation: continuation, in: box.row(index + 1), on: &grid, style)
        }
        return focused ? Point(x: box.x, y: box.y + 1) : nil
    }

    private static let tokenWidth = 14

    private static func draw(
        _ row: SpliceTable.Row, clean: String?, shown: Int, start: Int, continuation: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        let look = style[row.isEdit ? .accent : .text]
        grid.put(SafeText(row.name).fitted(columns: nameEnd - 1), x: 1, look, in: area)
        for (index, outcome) in [row.divergence, row.following, row.crossEntropy].enumerated() {
            let text = outcome.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
            grid.putRight(text, end: nameEnd + (index + 1) * figureWidth, index == 0 && !row.isEdit ? style[.strong] : look, in: area)
        }
        for (index, token) in row.next.prefix(shown).enumerated() {
            let x = start + index * tokenWidth
            // A changed top token is the news: marked, not only coloured.
            let mark = index == 0 && clean != nil && token.text != clean ? "≠" : ""
            grid.put(SafeText(mark + token.text.trimmedForTable).fitted(columns: tokenWidth - 6), x: x, look, in: area)
            grid.putRight(FigureText.fraction(token.probability), end: x + tokenWidth - 2, look, in: area)
        }
        grid.put(SafeText(row.continuation).fitted(columns: max(0, area.width - continuation - 1)), x: continuation, look, in: area)
    }

    private static func status(_ state: SessionState) -> String {
        if state.failures[.trace(document: state.document)] != nil { return "" }
        guard let request = state.spliceRequest else {
            let nothing = state.dictionary == nil && state.verbalizer == nil
            return nothing ? "nothing to put back: no dictionary and no NLA at \(state.site)" : "waiting for the readings …"
        }
        return state.failures[request]?.description ?? "running the model with each reconstruction …"
    }
}
