import ParallaxCompute
import ParallaxSession

/// The last line: a question, a notice, or the keys that mean something now.
package enum FooterView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        if case .prompting(let question, let editor) = state.mode {
            let words =
                switch question {
                case .scaleFeature(let feature): "scale feature \(feature) by: "
                case .addFeature(let feature): "add feature \(feature), as strong as (nothing: the strongest here): "
                case .newText: "a text: "
                case .newChat: "a user's turn: "
                case .editDocument: "the text: "
                case .openFile: "open file: "
                case .continueText: "go on by so many tokens (nothing: 20; 0: the prompt for an answer alone): "
                case .claimValue: "another value: "
                case .claimSplit: "split at the cursor: "
                case .verdictFile: "Enter writes verdicts to (Esc: to no file): "
                }
            let end = grid.put(words, x: 1, style[.accent], in: area)
            let field = area.inset(left: min(end, area.width))
            let cursor = LineField.draw(editor, in: field, on: &grid, text: style[.text], hint: style[.dim])
            if let notice = state.notice {
                grid.put(SafeText(notice).fitted(columns: max(0, area.width - end - 14)), x: end + 12, style[.warning], in: area)
            }
            return cursor
        }
        if let notice = state.notice {
            grid.put(SafeText(notice).fitted(columns: max(0, area.width - 2)), x: 1, style[.warning], in: area)
            return nil
        }
        var hints = Bindings.live(in: state.mode).compactMap { binding -> (keys: String, meaning: String)? in
            guard let hint = binding.hint, binding.isHinted(in: state.pane) else { return nil }
            return (binding.written ?? binding.keys[0].description, hint)
        }
        let complaints = state.inventory.complaints.count
        if complaints > 0, state.mode == .browsing { hints.insert(("!", "\(complaints) message\(complaints == 1 ? "" : "s")"), at: 0) }
        // The way out and the list of the keys are the last hints.
        KeyHints.draw(hints, kept: 2, in: area, on: &grid, keys: style[.key], meaning: style[.hint])
        return nil
    }
}

/// Under the readings: what their figures mean, and where μ and Var come from.
package enum NotesView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let columns = max(0, area.width - 2)
        let definitions = state.inventory.hasModel ? FigureTable.definitionTexts : StatedTable.definitions
        let lines: [String]
        if area.height > 1 {
            lines = [fitting(definitions, columns), fitting(StatisticsText.wordings(state), columns)]
        } else {
            // One line for both: whole sentences rather than a long one that is cut.
            lines = [
                fitting(
                    definitions.flatMap { definition in StatisticsText.wordings(state).map { definition + "   " + $0 } }
                        + definitions.suffix(1), columns)
            ]
        }
        for (line, text) in lines.enumerated() { grid.put(SafeText(text).fitted(columns: columns), x: 1, style[.dim], in: area.row(line)) }
    }

    private static func fitting(_ wordings: [String], _ columns: Int) -> String {
        wordings.first { SafeText($0).width <= columns } ?? wordings.last ?? ""
    }
}
