import ParallaxCompute
import ParallaxSession

/// One line a test: its statistic, drawn against its null, and its tail, the probability of as much under it.
enum ClaimTestsView {
    private static let nameWidth = 13
    private static let figureWidth = 7
    private static let leastStrip = 16
    private static let mostStrip = 36

    /// - Returns: where the highlighted line is.
    static func draw(
        _ state: SessionState, _ evidence: ClaimEvidence?, highlighted: Int?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        let figures = nameWidth + 3 * figureWidth + 3
        let room = max(0, area.width - figures - 1)
        let strip = min(mostStrip, room >= 2 * leastStrip ? room / 2 : room)
        let head = area.row(0)
        grid.put("test", x: 1, style[.dim], in: head)
        for (place, title) in ["stat", "n", "tail"].enumerated() {
            grid.putRight(title, end: nameWidth + (place + 1) * figureWidth, style[.dim], in: head)
        }
        grid.put(SafeText("the null, ┃ the claim").fitted(columns: strip), x: figures, style[.dim], in: head)
        let list = area.inset(top: 1)
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: ClaimTest.allCases.count, rows: list.height, selected: highlighted ?? 0).enumerated()
        {
            let test = ClaimTest.allCases[index], row = list.row(line), result = evidence?.result(test)
            let isOff = state.claims.off.contains(test)
            grid.put(test.rawValue, x: 1, style[result == nil ? .dim : .text], in: row)
            if let result, !isOff {
                draw(result, strip: strip, figures: figures, in: row, on: &grid, style)
            } else {
                grid.put(
                    SafeText(status(test, state)).fitted(columns: max(0, area.width - nameWidth - 3)), x: nameWidth + 2, style[.dim],
                    in: row)
            }
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    private static func draw(
        _ result: ClaimTestResult, strip: Int, figures: Int, in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        guard let number = result.statistic.number else {
            grid.putRight(FigureText.undefined, end: nameWidth + figureWidth, style[.dim], in: row)
            grid.put(
                SafeText(result.statistic.reason ?? "").fitted(columns: max(0, row.width - nameWidth - figureWidth - 3)),
                x: nameWidth + figureWidth + 2, style[.dim], in: row)
            return
        }
        grid.putRight(ClaimText.statistic(number), end: nameWidth + figureWidth, width: figureWidth, style[.strong], in: row)
        grid.putRight(FigureText.count(result.null.draws.count), end: nameWidth + 2 * figureWidth, width: figureWidth, style[.dim], in: row)
        grid.putRight(
            result.tail.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined, end: nameWidth + 3 * figureWidth, style[.text],
            in: row)
        NullStrip(result.null, statistic: number, columns: strip).draw(x: figures, in: row, on: &grid, style)
        let source =
            (result.test.readsText ? "reads the text; " : "")
            + (result.null.draws.isEmpty ? "nothing to see it against" : result.null.source)
        let x = figures + strip + 2
        if row.width - x > 8 { grid.put(SafeText(source).fitted(columns: row.width - x - 1), x: x, style[.dim], in: row) }
    }

    /// Why there is no statistic.
    private static func status(_ test: ClaimTest, _ state: SessionState) -> String {
        if state.claims.off.contains(test) { return "off" }
        if let why = state.claimPage?.left[test] { return "\(FigureText.undefined) \(why)" }
        if state.runningClaimTest == test { return "⠂ running" }
        return state.areClaimsTested ? "\(FigureText.undefined) nothing found for this claim" : "·"
    }

    /// The highlighted test in words: what it measures, what it is seen against, how small its tail could become.
    static func words(_ test: ClaimTest, _ evidence: ClaimEvidence?) -> String {
        var words = "\(test.rawValue): \(test.statistic)" + (test.readsText ? "; it reads the text and never sees h" : "")
        guard let result = evidence?.result(test), let low = result.null.draws.first, let high = result.null.draws.last else {
            return words
        }
        let count = result.null.draws.count
        words += "; null: \(result.null.source), from \(ClaimText.statistic(low)) to \(ClaimText.statistic(high))"
        return words + "; \(FigureText.count(count)) draws give no tail below \(FigureText.fraction(1 / Double(count + 1), digits: 3))"
    }
}

/// A statistic drawn against its null: a histogram of the draws in block characters, from the lowest to the highest of all, and a stroke
/// where the statistic stands.
struct NullStrip: Equatable {
    /// One glyph a column, without the stroke.
    let bars: [Unicode.Scalar]
    /// The statistic's column; nil without one.
    let mark: Int?

    private static let steps: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let stroke: Unicode.Scalar = "┃"

    init(_ null: ClaimNull, statistic: Double?, columns: Int) {
        let columns = max(0, columns)
        let values = null.draws + [statistic].compactMap { $0 }.filter(\.isFinite)
        guard columns > 0, let low = values.min(), let high = values.max() else {
            bars = Array(repeating: " ", count: columns)
            mark = nil
            return
        }
        // Halves, so that the widest range is finite too.
        let width = high / 2 - low / 2
        func column(_ value: Double) -> Int {
            width > 0
                ? min(max(0, Int(clamping: ((value / 2 - low / 2) / width * Double(columns - 1)).rounded())), columns - 1) : columns / 2
        }
        var counts = Array(repeating: 0, count: columns)
        for draw in null.draws { counts[column(draw)] += 1 }
        let most = max(1, counts.max() ?? 1)
        // A single draw is seen, however many lie elsewhere.
        bars = counts.map { $0 == 0 ? Self.steps[0] : Self.steps[max(1, Int(clamping: (Double($0) / Double(most) * 8).rounded()))] }
        mark = statistic.flatMap { $0.isFinite ? column($0) : nil }
    }

    func draw(x: Int, in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        for (column, bar) in bars.enumerated() {
            let isMark = column == mark
            grid.put(String(Character(isMark ? Self.stroke : bar)), x: x + column, style[isMark ? .strong : .bar], in: row)
        }
    }
}

/// F after 0, 1, 2 … sentences as a sparkline between its two end figures: where the score comes from.
enum PrefixCurve {
    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    static func draw(_ curve: [Outcome], in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard curve.count > 1 else { return }
        func figure(_ outcome: Outcome) -> String { outcome.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined }
        var x = grid.put("F after 0 … \(curve.count - 1) sentences  ", x: 1, style[.dim], in: row)
        x = grid.put(figure(curve[0]) + " ", x: x, style[.strong], in: row)
        x = grid.put(line(curve), x: x, style[.bar], in: row)
        x = grid.put(" " + figure(curve[curve.count - 1]), x: x, style[.strong], in: row)
        if let reason = curve.lazy.compactMap(\.reason).first {
            grid.put(SafeText("  \(FigureText.undefined) \(reason)").fitted(columns: max(0, row.width - x)), x: x, style[.warning], in: row)
        }
    }

    /// One glyph a text, between the lowest and the highest F; a point where there is no figure.
    static func line(_ curve: [Outcome]) -> String {
        let numbers = curve.compactMap(\.number)
        guard let low = numbers.min(), let high = numbers.max() else { return String(repeating: "·", count: curve.count) }
        let width = high / 2 - low / 2
        return String(
            curve.map { outcome in
                guard let number = outcome.number else { return "·" }
                return steps[
                    width > 0
                        ? min(max(0, Int(clamping: ((number / 2 - low / 2) / width * Double(steps.count - 1)).rounded())), steps.count - 1)
                        : steps.count - 1]
            })
    }
}
