import ParallaxCompute

/// A line with words in it: "━ SAE  1024 · L0 16 ━━━━━". Titles of panes.
package enum Rule {
    package static func draw(
        _ title: String, detail: String = "", in area: Rect, on grid: inout CellGrid, line: Style, title titleStyle: Style, detail detailStyle: Style,
        glyph: Unicode.Scalar = "━"
    ) {
        let row = area.row(0)
        guard !row.isEmpty else { return }
        grid.fill(row, glyph, line)
        guard row.width > 4, !title.isEmpty else { return }
        // Two columns of line before the words and at least one after them.
        let words = SafeText(" \(title) ").fitted(columns: row.width - 2)
        var column = grid.put(words, x: 1, titleStyle, in: row)
        if !detail.isEmpty, row.width - column > 4 {
            column = grid.put((SafeText(" " + detail).fitted(columns: row.width - column - 2)), x: column, detailStyle, in: row)
            grid.put(" ", x: column, detailStyle, in: row)
        }
    }
}
