import ParallaxCompute
import ParallaxSession

/// The tokens at which two methods are furthest apart in F; Enter goes there.
enum DifferingTokensView {
    static func draw(_ state: SessionState, _ differences: ComparisonPage.Differences, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        Rule.draw(
            "where they differ most", detail: "F of single tokens, with the Var of the table: \(differences.method) against \(differences.rival)", in: area, on: &grid, line: style[.accent],
            title: style[.accent].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        guard let tokens = state.differingTokens(differences) else {
            grid.put("looking …", x: 1, style[.dim], in: box)
            return Point(x: box.x, y: box.y)
        }
        guard !tokens.isEmpty else {
            grid.put("no token at which both have a value", x: 1, style[.dim], in: box)
            return Point(x: box.x, y: box.y)
        }
        let names = min(24, box.width / 4), room = box.width < 100 ? 14 : 20, figures = names + 6 + room
        let width = max(8, min(14, (box.width - figures) / 3))
        let heads: [(String, Int)] = [(differences.method, width), (differences.rival, 2 * width), ("difference", 3 * width)]
        grid.put("document, token", x: 1, style[.dim], in: box.row(0))
        for (title, end) in heads { grid.putRight(SafeText(title).fitted(columns: width - 1).text, end: figures + end, style[.dim], in: box.row(0)) }
        let list = box.inset(top: 1)
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: tokens.count, rows: list.height, selected: differences.highlighted).enumerated() {
            let row = list.row(line), token = tokens[index]
            grid.put(SafeText(token.title).fitted(columns: names - 1), x: 1, style[.text], in: row)
            grid.putRight("\(token.position)", end: names + 5, style[.dim], in: row)
            grid.put(SafeText("\"\(token.token)\"").fitted(columns: room - 1), x: names + 7, style[.text], in: row)
            grid.putRight(FigureText.fraction(token.first, digits: 3), end: figures + width, style[.strong], in: row)
            grid.putRight(FigureText.fraction(token.second, digits: 3), end: figures + 2 * width, style[.strong], in: row)
            grid.putRight(FigureText.change(token.difference, digits: 3), end: figures + 3 * width, style[.accent], in: row)
            guard index == differences.highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }
}
