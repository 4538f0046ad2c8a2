import ParallaxCompute
import ParallaxSession

/// What else could stand in the claim's place, and how the AR, the AV and its samples like it.
enum ClaimValuesView {
    private static let figureWidth = 8

    /// - Returns: where the highlighted line is.
    static func draw(_ state: SessionState, _ evidence: ClaimEvidence?, highlighted: Int?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        let names = max(8, min(40, area.width - 3 * figureWidth - 2))
        let head = area.row(0)
        grid.put("value", x: 1, style[.dim], in: head)
        for (place, title) in ["cos", "log p", "samples"].enumerated() { grid.putRight(title, end: names + (place + 1) * figureWidth, style[.dim], in: head) }
        let list = area.inset(top: 1)
        guard let evidence, !evidence.candidates.isEmpty else {
            grid.put("no other value is known", x: 1, style[.dim], in: list)
            return nil
        }
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: evidence.candidates.count, rows: list.height, selected: highlighted ?? 0).enumerated() {
            let row = list.row(line), candidate = evidence.candidates[index]
            let isStated = candidate.value == evidence.claim.value
            grid.put(SafeText((isStated ? "= " : "  ") + candidate.value).fitted(columns: names - 1), x: 1, style[isStated ? .strong : .text], in: row)
            let figures = [candidate.cosine.map { FigureText.fraction($0, digits: 3) }, candidate.logProbability.map { FigureText.fraction($0, digits: 2) }, candidate.sampleShare.map { FigureText.fraction($0) }]
            for (place, figure) in figures.enumerated() { grid.putRight(figure ?? FigureText.undefined, end: names + (place + 1) * figureWidth, style[.text], in: row) }
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }
}
