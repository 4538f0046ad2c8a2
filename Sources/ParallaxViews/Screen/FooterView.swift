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
                case .claimValue: "another value: "
                case .claimSplit: "split at the cursor: "
                }
            let end = grid.put(words, x: 1, style[.accent], in: area)
            let field = area.inset(left: min(end, area.width))
            let cursor = LineField.draw(editor, in: field, on: &grid, text: style[.text], hint: style[.dim])
            if let notice = state.notice { grid.put(SafeText(notice).fitted(columns: max(0, area.width - end - 14)), x: end + 12, style[.warning], in: area) }
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
