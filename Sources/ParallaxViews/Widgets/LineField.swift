import ParallaxCompute
import ParallaxSession

/// A line editor drawn into one row, scrolled sideways so that the cursor is seen.
package enum LineField {
    /// Draws the field and returns where the cursor stands, in the grid's coordinates; nil where there is no room.
    package static func draw(
        _ editor: LineEditor, in area: Rect, on grid: inout CellGrid, text style: Style, hint hintStyle: Style
    ) -> Point? {
        let row = area.row(0)
        guard !row.isEmpty else { return nil }
        // One character may be several glyphs, and a glyph two columns: where each character starts.
        let glyphs = editor.characters.map { SafeText(String($0), columns: 16) }
        var starts = [0]
        for text in glyphs { starts.append(starts[starts.count - 1] + text.width) }
        let cursor = starts[editor.cursor]
        let total = starts[starts.count - 1]

        // Keep a margin of a few columns around the cursor, and room for the cursor after the last character.
        let margin = min(4, max(0, (row.width - 1) / 3))
        var offset = max(0, cursor + margin + 1 - row.width)
        offset = min(offset, max(0, total + 1 - row.width))
        if offset > 0, let next = starts.first(where: { $0 >= offset }) { offset = next }
        if offset > cursor { offset = cursor }

        grid.fill(row, " ", style)
        var joined = 0
        for (start, text) in zip(starts, glyphs) where start + text.width > offset && start - offset < row.width {
            grid.put(text, x: start - offset, style, in: row)
            joined = start
        }
        if offset > 0 { grid.put("…", x: 0, hintStyle, in: row) }
        if total - offset > row.width, joined > 0 { grid.put("…", x: row.width - 1, hintStyle, in: row) }
        return Point(x: row.x + min(cursor - offset, row.width - 1), y: row.y)
    }
}
