import ParallaxCompute
import ParallaxSession

/// A list that the typed words make shorter: places in the text, documents, features.
enum SearchView {
    static func draw(
        _ state: SessionState, _ search: Mode.Search, _ editor: LineEditor, _ highlighted: Int, in area: Rect, on grid: inout CellGrid,
        _ style: ScreenStyle
    ) -> Point? {
        let lines = lines(state, search)
        let title: String
        switch search {
        case .everything:
            title =
                "search tokens, labels, explanations: \(count(lines.count, "place"))"
                + (state.isSearched || editor.text.isEmpty ? "" : " …")
        case .document: title = state.documents == nil ? "documents …" : count(lines.count, "document")
        case .feature, .featurePage:
            title = state.matches == nil ? "features …" : "features by label or id: \(count(lines.count, "feature"))"
        }
        // Always the same height, so that the line that is typed into stays in its place.
        let box = OverlayView.frame(title, lines: max(lines.count, area.height), in: area, on: &grid, style)
        let field = box.row(0).inset(left: 1, right: 1)
        let cursor = LineField.draw(editor, in: field, on: &grid, text: style[.selection], hint: style[.dim])
        let list = box.inset(top: 1)
        let shown = ListWindow.centred(count: lines.count, rows: list.height, selected: highlighted)
        for (line, index) in shown.enumerated() {
            let row = list.row(line)
            grid.put(SafeText(lines[index]).fitted(columns: max(0, row.width - 2)), x: 1, style[.text], in: row)
            if index == highlighted { grid.restyle(row) { $0 = $0.adding(.reverse) } }
        }
        return cursor
    }

    private static func count(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }

    private static func lines(_ state: SessionState, _ search: Mode.Search) -> [String] {
        switch search {
        case .everything:
            state.hits.map { hit in
                let place = hit.document == state.document ? "" : state.inventory.title(hit.document) + " "
                let number = String(repeating: " ", count: max(0, 4 - "\(hit.position)".count)) + "\(hit.position)"
                let kind = hit.kind.rawValue + String(repeating: " ", count: 11 - hit.kind.rawValue.count)
                return "\(place)token \(number)  \(kind)  \(hit.text)"
            }
        case .document:
            (state.documents ?? []).map { document in
                state.inventory.title(document)
                    + (state.failure(of: TraceQuestion(document: document)) == nil ? "" : "   could not be read")
            }
        case .feature, .featurePage: (state.matches ?? []).map { "\($0.id)  \($0.label ?? "no label")" }
        }
    }
}
