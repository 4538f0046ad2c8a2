import ParallaxCompute
import ParallaxSession

/// What the model says when each reconstruction stands in the place of the activation, one row a method.
package enum SplicePane {
    private static let nameEnd = 17
    private static let figureWidth = 8
    private static let tokenWidth = 14
    /// Narrower, and a continuation says nothing.
    private static let leastContinuation = 8

    /// Where the columns stand.
    private struct Columns {
        /// Tokens of the next-token table.
        var shown: Int
        var start: Int
        var continuation: Int
    }

    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard !area.isEmpty else { return nil }
        let focused = state.pane == .splice
        Rule.draw(
            "put back into the model", detail: "this position alone is replaced, by the same rule for all; nats", in: area, on: &grid,
            line: style[focused ? .accent : .border],
            title: style[focused ? .accent : .heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        guard let table = state.splice else {
            for (line, text) in TextWrap.lines(status(state), columns: max(0, box.width - 2), limit: box.height).enumerated() {
                grid.put(text, x: 1, y: line, style[.dim], in: box)
            }
            return focused ? Point(x: box.x, y: box.y) : nil
        }
        let columns = heads(table, in: box, on: &grid, style)
        func noise(_ change: SpliceTable.Change) -> [SpliceTable.Row]? {
            state.spliceNoise(of: change)?.alike(isDeletion: change == .text && state.isDeletion)
        }
        for (index, row) in table.rows.enumerated() where index + 1 < box.height {
            draw(row, table, noise: row.change.flatMap(noise), columns, in: box.row(index + 1), on: &grid, style)
        }
        let changed = table.rows.compactMap { row in row.change.flatMap { change in row.before.map { (change, table.rows[$0]) } } }
        let banded = changed.filter { state.spliceNoiseQuestion(of: $0.0) != nil }
        for (line, (change, before)) in banded.enumerated() where table.rows.count + 1 + line < box.height {
            let title = banded.count == 1 ? "noise" : change == .features ? "noise SAE" : "noise NLA"
            draw(
                noise: noise(change), of: change, title, before: before, columns, in: box.row(table.rows.count + 1 + line), on: &grid, style
            )
        }
        return focused ? Point(x: box.x, y: box.y + 1) : nil
    }

    private static func heads(_ table: SpliceTable, in box: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Columns {
        let heads = ["KL here", "KL +\(table.followingCount)", "CE next"]
        for (index, head) in heads.enumerated() {
            grid.putRight(head, end: nameEnd + (index + 1) * figureWidth, style[.dim], in: box.row(0))
        }
        let start = nameEnd + heads.count * figureWidth + 2
        // As many tokens of the next-token table as leave room for the continuation.
        let room = box.width - start
        let shown = max(1, min(table.rows.first?.next.count ?? 0, room / (room > 80 ? 26 : 18)))
        grid.put("next token, p", x: start, style[.dim], in: box.row(0))
        let columns = Columns(shown: shown, start: start, continuation: start + shown * tokenWidth + 1)
        if columns.continuation < box.width - leastContinuation {
            grid.put("greedy continuation", x: columns.continuation, style[.dim], in: box.row(0))
        }
        return columns
    }

    private static let figures: [@Sendable (SpliceTable.Row) -> Outcome] = [{ $0.divergence }, { $0.following }, { $0.crossEntropy }]

    private static func draw(
        _ row: SpliceTable.Row, _ table: SpliceTable, noise: [SpliceTable.Row]?, _ columns: Columns, in area: Rect, on grid: inout CellGrid,
        _ style: ScreenStyle
    ) {
        let look = style[row.change != nil ? .accent : .text]
        grid.put(SafeText(row.name).fitted(columns: nameEnd - 1), x: 1, look, in: area)
        let before = row.before.map { table.rows[$0] }
        for (index, figure) in figures.enumerated() {
            let number = figure(row).number
            // Inside the noise it is the figure of the text before the edit.
            let isNothing = isNothing(
                number, before.flatMap { figure($0).number }, noise.flatMap { noise in before.flatMap { noise.width(figure, from: $0) } })
            let text = (isNothing ? "≈" : "") + (number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined)
            grid.putRight(
                text, end: nameEnd + (index + 1) * figureWidth, width: figureWidth,
                isNothing ? style[.dim] : index == 0 && row.change == nil ? style[.strong] : look, in: area)
        }
        for (index, token) in row.next.prefix(columns.shown).enumerated() {
            let x = columns.start + index * tokenWidth
            let mark = index == 0 ? mark(row, comparedWith: before ?? table.rows[0], noise: noise) : ""
            grid.put(SafeText(mark + token.text.trimmedForTable).fitted(columns: tokenWidth - 6), x: x, look, in: area)
            grid.putRight(FigureText.fraction(token.probability), end: x + tokenWidth - 2, look, in: area)
        }
        guard columns.continuation < area.width - leastContinuation else { return }
        // What is said again need not be read again, nor sent.
        let isRepeated = row != table.rows[0] && row.continuation == table.rows[0].continuation
        let text = isRepeated ? "as clean" : row.continuation
        grid.put(
            SafeText(text).fitted(columns: max(0, area.width - columns.continuation - 1)), x: columns.continuation,
            isRepeated ? style[.dim] : look, in: area)
    }

    private static func isNothing(_ number: Double?, _ before: Double?, _ band: Double?) -> Bool {
        guard let number, let before, let band else { return false }
        return abs(number - before) <= band
    }

    /// A changed top token is the news: marked, not only coloured. Where edits without meaning change it too, it is none.
    private static func mark(_ row: SpliceTable.Row, comparedWith before: SpliceTable.Row, noise: [SpliceTable.Row]?) -> String {
        guard let new = row.next.first?.text, let old = before.next.first?.text, new != old else { return "" }
        return (noise?.changingTopToken(of: before) ?? 0) > 0 ? "≈" : "≠"
    }

    private static func draw(
        noise: [SpliceTable.Row]?, of change: SpliceTable.Change, _ title: String, before: SpliceTable.Row, _ columns: Columns,
        in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        grid.put(title, x: 1, style[.dim], in: area)
        guard let noise else {
            let words = change == .features ? "other features" : "neutral edits of the text"
            grid.put("\(words) are put back too …", x: columns.start, style[.dim], in: area)
            return
        }
        for (index, figure) in figures.enumerated() {
            let text = noise.width(figure, from: before).map { "±" + FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
            grid.putRight(text, end: nameEnd + (index + 1) * figureWidth, width: figureWidth, style[.dim], in: area)
        }
        let words =
            switch (change, noise.isEmpty) {
            case (.text, true): "no neutral edit of its kind can be made"
            case (.features, true): "fewer than \(NeutralFeatureEdits.fewest) other features that it can be done to"
            case (.text, false): "top token changes with \(noise.changingTopToken(of: before)) of \(noise.count) neutral edits"
            case (.features, false): "top token changes with \(noise.changingTopToken(of: before)) of \(noise.count) random features"
            }
        grid.put(SafeText(words).fitted(columns: max(0, area.width - columns.start - 1)), x: columns.start, style[.dim], in: area)
    }

    private static func status(_ state: SessionState) -> String {
        if state.failure(of: TraceQuestion(document: state.document)) != nil { return "" }
        guard state.inventory.hasModel else { return Inventory.needsModel("nothing to put back") }
        guard let question = state.spliceQuestion else {
            guard state.dictionary == nil else { return "waiting for the readings …" }
            guard state.verbalizer != nil else { return "nothing to put back: no dictionary and no NLA at \(state.site)" }
            guard let reading = state.verbalReading, reading.figures == nil else { return "waiting for the readings …" }
            return "nothing to put back: " + (reading.unreadWords ?? "no AR makes a vector of the text")
        }
        return state.failure(of: question)?.description ?? "running the model with each reconstruction …"
    }
}
