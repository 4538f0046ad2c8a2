import ParallaxCompute
import ParallaxSession

/// What lies over the screen while it is open: lists to choose from, the keys, the messages.
package enum OverlayView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        switch state.mode {
        case .browsing, .editingSentence, .prompting: nil
        case .choosing(let choice, let highlighted): chooser(state, choice, highlighted, in: area, on: &grid, style)
        case .help(let scroll): page("keys", help(columns: area.width - 4), scroll, in: area, on: &grid, style)
        case .messages(let scroll): page("messages", messages(state, columns: area.width - 4), scroll, in: area, on: &grid, style)
        }
    }

    private static func chooser(
        _ state: SessionState, _ choice: Mode.Choice, _ highlighted: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        let options = state.options(choice)
        let title =
            switch choice {
            case .document: "documents"
            case .dictionary: "dictionaries at \(state.site)"
            case .verbalizer: "NLAs at \(state.site)"
            }
        let box = frame(title, lines: options.count, in: area, on: &grid, style)
        let shown = ListWindow.centred(count: options.count, rows: box.height, selected: highlighted)
        var cursor: Point?
        for (line, index) in shown.enumerated() {
            let row = box.row(line)
            grid.put(SafeText(options[index].title).fitted(columns: max(0, row.width - 2)), x: 1, style[.text], in: row)
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    private static func page(_ title: String, _ lines: [SafeText], _ scroll: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        let box = frame(title, lines: lines.count, in: area, on: &grid, style)
        let first = max(0, min(scroll, lines.count - box.height))
        for (line, text) in lines.dropFirst(first).prefix(box.height).enumerated() { grid.put(text, x: 1, y: line, style[.text], in: box) }
        return box.isEmpty ? nil : Point(x: box.x, y: box.y)
    }

    /// Clears a box at the bottom of the area and draws its title; returns what is inside.
    private static func frame(_ title: String, lines: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Rect {
        let height = min(area.height, lines + 1)
        let box = Rect(x: area.x, y: area.endY - height, width: area.width, height: height)
        grid.fill(box, " ", style[.text])
        Rule.draw(title, detail: "", in: box, on: &grid, line: style[.border], title: style[.heading].adding(.bold), detail: style[.dim])
        return box.inset(top: 1)
    }

    /// Made from the bindings that are live, so that it cannot be out of date; then the figures' definitions.
    private static func help(columns: Int) -> [SafeText] {
        let keys = Bindings.browsing.map { binding in
            (binding.keys.map(\.description).joined(separator: " "), binding.meaning + (binding.panes.isEmpty || binding.panes.contains(.grid) ? "" : "  (in the panes)"))
        }
        let width = (keys.map { SafeText($0.0).width }.max() ?? 0) + 2
        var lines = keys.map { SafeText($0.0 + String(repeating: " ", count: width - SafeText($0.0).width) + $0.1) }
        lines.append(SafeText(""))
        for definition in [Definition.normalised, .perToken, .cosine, .centredCosine, .normRatio] {
            lines += TextWrap.lines("\(definition.title): \(definition.formula)", columns: max(1, columns))
        }
        return lines
    }

    private static func messages(_ state: SessionState, columns: Int) -> [SafeText] {
        let sentences = state.inventory.complaints.map(\.description) + [StatisticsText.short(state)]
        return sentences.flatMap { TextWrap.lines($0, columns: max(1, columns)) }
    }
}
