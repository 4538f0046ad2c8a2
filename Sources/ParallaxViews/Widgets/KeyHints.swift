import ParallaxCompute

/// The footer: "←→ token  ↑↓ layer  Tab pane". Hints that do not fit are left out whole, the last first, but for those that
/// are kept: of them the last stays longest.
package enum KeyHints {
    private static let margin = 1
    private static let gap = 2

    /// - Parameter kept: so many of the last hints (how to leave, where to read more) go after all others.
    package static func draw(
        _ hints: [(keys: String, meaning: String)], kept: Int = 0, in area: Rect, on grid: inout CellGrid, keys keyStyle: Style, meaning meaningStyle: Style
    ) {
        let row = area.row(0)
        var texts = hints.map { (keys: SafeText($0.keys), meaning: SafeText(" " + $0.meaning)) }
        func width() -> Int { texts.reduce(margin - gap) { $0 + $1.keys.width + $1.meaning.width + gap } }
        while !texts.isEmpty, width() > row.width { texts.remove(at: max(0, texts.count - 1 - kept)) }
        var column = margin
        for text in texts {
            column = grid.put(text.keys, x: column, keyStyle, in: row)
            column = grid.put(text.meaning, x: column, meaningStyle, in: row) + gap
        }
    }
}
