import ParallaxCompute
import ParallaxSession

/// What lies over the screen while it is open: lists to choose from, the keys, the messages.
package enum OverlayView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        switch state.mode {
        case .browsing, .comparing, .claims, .feature, .editingSentence, .prompting: nil
        case .choosing(let choice, let highlighted): chooser(state, choice, highlighted, in: area, on: &grid, style)
        case .searching(let search, let editor, let highlighted):
            SearchView.draw(state, search, editor, highlighted, in: area, on: &grid, style)
        case .help, .messages: page(of: state, columns: area.width).flatMap { draw($0, in: area, on: &grid, style) }
        }
    }

    /// The rows between the title and the footer; the whole screen where there is no footer.
    package static func area(_ layout: ExplorerLayout, _ size: Size) -> Rect {
        let end = layout.footer.isEmpty ? size.height : layout.footer.y
        let start = layout.footer.isEmpty ? 0 : layout.legend.y
        return Rect(x: 0, y: start, width: size.width, height: end - start)
    }

    /// Where the open page begins after a command that moves in it, never past its end; nil where no page is open or nothing moves.
    package static func scrolled(_ state: SessionState, by command: Command, size: Size) -> Int? {
        let area = area(ExplorerView.layout(state, size), size)
        guard let page = page(of: state, columns: area.width) else { return nil }
        let rows = max(0, area.height - 1)
        let first = page.first(rows: rows)
        let target =
            switch command {
            case .moveUp: first - 1
            case .moveDown: first + 1
            case .pageLeft: first - 10
            case .pageRight: first + 10
            case .toStart: 0
            case .toEnd: page.lines.count
            default: Int?.none
            }
        return target.map { Page(title: page.title, lines: page.lines, scroll: $0).first(rows: rows) }
    }

    private static func chooser(
        _ state: SessionState, _ choice: Mode.Choice, _ highlighted: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        let options = state.options(choice)
        let title: String
        let lines: [String]
        switch choice {
        case .dictionary: return DictionariesView.draw(state, highlighted: highlighted, in: area, on: &grid, style)
        case .verbalizer: (title, lines) = ("NLAs at \(state.siteName)", options.map(\.title))
        case .claimClass: (title, lines) = ("classes", options.map(\.title))
        case .history:
            (title, lines) = (
                state.verbalReading?.stated?.samples.isEmpty == false
                    ? "samples of the file, and texts tried here" : "texts tried here: F nrm, centred, and the change of F",
                state.history.map { history($0, from: state.history[0]) }
            )
        }
        return list(title, lines, highlighted, in: area, on: &grid, style)
    }

    private static func history(_ entry: TextHistory.Entry, from original: TextHistory.Entry) -> String {
        if let origin = entry.origin, entry.figures == nil { return "\(origin):  \(entry.text)" }
        func text(_ figure: Measure?) -> String { figure?.number.map { FigureText.fraction($0, digits: 3) } ?? "  …" }
        let change: String =
            if let a = original.figures?.normalisedFVE.number, let b = entry.figures?.normalisedFVE.number, entry.text != original.text {
                FigureText.change(b - a, digits: 3)
            } else { "" }
        let figures = [text(entry.figures?.normalisedFVE), text(entry.figures?.centredCosine), change].map {
            String(repeating: " ", count: max(0, 6 - $0.count)) + $0
        }
        return figures.joined(separator: " ") + "  " + entry.text
    }

    /// A list in a box at the bottom of the area, with one line highlighted; returns the cursor's place.
    static func list(_ title: String, _ lines: [String], _ highlighted: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle)
        -> Point?
    {
        let box = frame(title, lines: lines.count, in: area, on: &grid, style)
        let shown = ListWindow.centred(count: lines.count, rows: box.height, selected: highlighted)
        var cursor: Point?
        for (line, index) in shown.enumerated() {
            let row = box.row(line)
            grid.put(SafeText(lines[index]).fitted(columns: max(0, row.width - 2)), x: 1, style[.text], in: row)
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    private struct Page {
        var title: String
        var lines: [SafeText]
        var scroll: Int

        /// The first line that is seen: the last line stays at the bottom.
        func first(rows: Int) -> Int { max(0, min(scroll, lines.count - rows)) }
    }

    private static func page(of state: SessionState, columns: Int) -> Page? {
        switch state.mode {
        case .help(let scroll):
            Page(title: "keys", lines: help(over: state.beneath.map(Bindings.Page.init) ?? .browsing, columns: columns - 4), scroll: scroll)
        case .messages(let scroll): Page(title: "messages", lines: messages(state, columns: columns - 4), scroll: scroll)
        default: nil
        }
    }

    private static func draw(_ page: Page, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        let box = frame(page.title, lines: page.lines.count, in: area, on: &grid, style)
        let shown = page.lines.dropFirst(page.first(rows: box.height)).prefix(box.height)
        for (line, text) in shown.enumerated() { grid.put(text, x: 1, y: line, style[.text], in: box) }
        return box.isEmpty ? nil : Point(x: box.x, y: box.y)
    }

    /// Clears a box at the bottom of the area and draws its title; returns what is inside.
    static func frame(_ title: String, lines: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Rect {
        let height = min(area.height, lines + 1)
        let box = Rect(x: area.x, y: area.endY - height, width: area.width, height: height)
        grid.fill(box, " ", style[.text])
        Rule.draw(title, detail: "", in: box, on: &grid, line: style[.border], title: style[.heading].adding(.bold), detail: style[.dim])
        return box.inset(top: 1)
    }

    /// Made from the bindings that are live, so that it cannot be out of date; then the figures' definitions.
    private static func help(over page: Bindings.Page, columns: Int) -> [SafeText] {
        // The page that it was opened over comes first.
        let pages = [page] + Bindings.Page.allCases.filter { $0 != page }
        var lines: [SafeText] = []
        for page in pages {
            if !lines.isEmpty { lines.append(SafeText("")) }
            if page != pages[0] || page != .browsing { lines.append(SafeText(page.title)) }
            lines += keys(page.bindings)
        }
        lines.append(SafeText(""))
        for mark in Marks.all { lines += TextWrap.lines("\(mark.mark)  \(mark.meaning)", columns: max(1, columns)) }
        lines.append(SafeText(""))
        for definition in [Definition.normalised, .normalisedOneScale, .perToken, .cosine, .centredCosine, .normRatio, .kl] {
            lines += TextWrap.lines("\(definition.title): \(definition.formula)", columns: max(1, columns))
        }
        return lines
    }

    private static func keys(_ bindings: [Binding]) -> [SafeText] {
        let keys = bindings.map { binding in
            (
                binding.keys.map(\.description).joined(separator: " "),
                binding.meaning + (binding.panes.isEmpty || binding.panes.contains(.grid) ? "" : "  (in the panes)")
            )
        }
        let width = (keys.map { SafeText($0.0).width }.max() ?? 0) + 2
        return keys.map { SafeText($0.0 + String(repeating: " ", count: width - SafeText($0.0).width) + $0.1) }
    }

    private static func messages(_ state: SessionState, columns: Int) -> [SafeText] {
        let sentences =
            state.warnings.map { "token \(state.position): " + $0 }
            + ((state.comparisonProgress?.complaints ?? []) + state.inventory.complaints).map(\.description) + [StatisticsText.short(state)]
        return sentences.flatMap { TextWrap.lines($0, columns: max(1, columns)) }
    }
}
