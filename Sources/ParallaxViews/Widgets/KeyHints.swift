/// The footer: "←→ token  ↑↓ site  Tab pane". Hints that do not fit are left out whole, the last first.
package enum KeyHints {
    package static func draw(
        _ hints: [(keys: String, meaning: String)], in area: Rect, on grid: inout CellGrid, keys keyStyle: Style, meaning meaningStyle: Style
    ) {
        let row = area.row(0)
        var column = 1
        for hint in hints {
            let keys = SafeText(hint.keys), meaning = SafeText(" " + hint.meaning)
            guard column + keys.width + meaning.width <= row.width else { return }
            column = grid.put(keys, x: column, keyStyle, in: row)
            column = grid.put(meaning, x: column, meaningStyle, in: row) + 2
        }
    }
}
