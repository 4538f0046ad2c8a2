import ParallaxCompute
import ParallaxSession

/// One line a claim: its mark, its class, what it says, what the tests say of it.
enum ClaimListView {
    private static let classWidth = 10
    private static let probabilityWidth = 8
    private static let figureWidth = 6
    /// Less, and the tests that decided have no column.
    private static let withTests = 76

    /// - Parameter highlighted: nil where no line is.
    /// - Returns: where the highlighted line is.
    static func draw(
        _ state: SessionState, highlighted: Int?, isFocused: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        let claims = state.claimEvidence
        let hasFigures = claims.map { state.verdict(on: $0) }.contains { $0.probability != nil || $0.correctedTail != nil }
        let figures = hasFigures ? probabilityWidth + figureWidth : 0
        let shared = max(0, area.width - 8 - classWidth - figures - 3)
        // Room that the claims leave is for the tests that decided.
        let claimed = claims.map { SafeText($0.claim.text, columns: shared).width }.max() ?? 0
        let tested = claims.map { SafeText(words(state.verdict(on: $0).decidedBy)).width }.max() ?? 0
        let deciding = area.width >= withTests ? max(min(30, area.width / 4), min(tested + 1, shared - claimed)) : 0
        let room = max(0, shared - deciding)
        let head = area.row(0), end = 8 + classWidth + room
        grid.put("class", x: 8, style[.dim], in: head)
        grid.put("claim", x: 8 + classWidth, style[.dim], in: head)
        if hasFigures {
            grid.putRight("P(true)", end: end + probabilityWidth, style[.dim], in: head)
            grid.putRight("Holm", end: end + figures, style[.dim], in: head)
        }
        if deciding > 0 { grid.put("decided by", x: end + figures + 2, style[.dim], in: head) }
        let list = area.inset(top: 1)
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: claims.count, rows: list.height, selected: highlighted ?? 0).enumerated() {
            let row = list.row(line), evidence = claims[index], claim = evidence.claim, mark = state.mark(of: evidence),
                verdict = state.verdict(on: evidence)
            let isTested = if case .tested = mark { true } else { false }
            grid.put(ClaimText.glyph(mark), x: 1, style[ClaimText.role(mark)], in: row)
            if isTested { grid.put(ClaimText.letter(verdict.origin), x: 2, style[.dim], in: row) }
            grid.put(ClaimText.letter(state.verdict(of: claim)), x: 3, style[.accent], in: row)
            grid.putRight("\(index + 1)", end: 7, style[.dim], in: row)
            grid.put(SafeText(claim.className).fitted(columns: classWidth - 1), x: 8, style[.dim], in: row)
            let isChanged = state.verbalReading.map { !$0.text.contains(claim.text) } ?? false
            grid.put(SafeText(claim.text).fitted(columns: room), x: 8 + classWidth, style[isChanged ? .accent : .text], in: row)
            if hasFigures, isTested {
                grid.putRight(
                    verdict.probability.map { FigureText.fraction($0) } ?? FigureText.undefined, end: end + probabilityWidth,
                    style[.strong], in: row)
                grid.putRight(
                    verdict.correctedTail.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined, end: end + figures,
                    style[.text], in: row)
            }
            if deciding > 0, isTested {
                grid.put(
                    SafeText(words(verdict.decidedBy)).fitted(columns: deciding), x: end + figures + 2,
                    style[.dim], in: row)
            }
            guard index == highlighted else { continue }
            // The list that takes the arrows is reversed; in the others the place is kept in sight.
            grid.restyle(row) { $0 = $0.adding(isFocused ? .reverse : .bold) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    private static func words(_ tests: [ClaimTest]) -> String { tests.map(\.rawValue).joined(separator: ", ") }
}

/// What else could stand in the claim's place, and how the AR, the AV and its samples like it.
enum ClaimValuesView {
    private static let figureWidth = 8

    /// - Returns: where the highlighted line is.
    static func draw(
        _ state: SessionState, _ evidence: ClaimEvidence?, highlighted: Int?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        let names = max(8, min(40, area.width - 3 * figureWidth - 2))
        let head = area.row(0)
        grid.put("value", x: 1, style[.dim], in: head)
        for (place, title) in ["cos", "log p", "samples"].enumerated() {
            grid.putRight(title, end: names + (place + 1) * figureWidth, style[.dim], in: head)
        }
        let list = area.inset(top: 1)
        guard let evidence, !evidence.candidates.isEmpty else {
            grid.put("no other value is known", x: 1, style[.dim], in: list)
            return nil
        }
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: evidence.candidates.count, rows: list.height, selected: highlighted ?? 0)
            .enumerated()
        {
            let row = list.row(line), candidate = evidence.candidates[index]
            let isStated = candidate.value == evidence.claim.value
            grid.put(
                SafeText((isStated ? "= " : "  ") + candidate.value).fitted(columns: names - 1), x: 1, style[isStated ? .strong : .text],
                in: row)
            let figures = [
                candidate.cosine.map { FigureText.fraction($0, digits: 3) },
                candidate.logProbability.map { FigureText.fraction($0, digits: 2) }, candidate.sampleShare.map { FigureText.fraction($0) }
            ]
            for (place, figure) in figures.enumerated() {
                grid.putRight(
                    figure ?? FigureText.undefined, end: names + (place + 1) * figureWidth, width: figureWidth, style[.text], in: row)
            }
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }
}

/// The third column of wide screens: the claims at the cursor, as the page lists them.
enum ClaimsColumn {
    static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard !area.isEmpty else { return }
        Rule.draw(
            "claims", detail: ClaimsView.heading(state), in: area, on: &grid, line: style[.border], title: style[.heading].adding(.bold),
            detail: style[.dim])
        let box = area.inset(top: 1)
        if let words = ClaimsView.status(state) {
            for (line, text) in TextWrap.lines(words.text, columns: max(0, box.width - 2), limit: box.height).enumerated() {
                grid.put(text, x: 1, y: line, style[words.role], in: box)
            }
            return
        }
        _ = ClaimListView.draw(state, highlighted: nil, isFocused: false, in: box, on: &grid, style)
    }
}
