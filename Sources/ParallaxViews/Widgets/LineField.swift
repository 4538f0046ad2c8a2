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
        // Around the cursor as far as the row could show, whatever stands beyond: one character may be several glyphs, and a glyph two columns.
        let around = editor.around(bytes: row.width * bytesPerColumn)
        let left = Side(around.before.reversed(), isWhole: around.isFromStart, upTo: row.width), right = Side(around.after, isWhole: around.isToEnd, upTo: row.width)

        // Keep a margin of a few columns around the cursor, and room for the cursor after the last character.
        let margin = min(4, max(0, (row.width - 1) / 3))
        var cursor = left.isWhole && left.width + margin + 1 <= row.width ? left.width : row.width - margin - 1
        if right.isWhole { cursor = max(cursor, row.width - 1 - right.width) }
        // Whole characters from the left edge to the cursor.
        var shown = 0, width = 0
        while shown < left.characters.count, width + left.characters[shown].width <= cursor {
            width += left.characters[shown].width
            shown += 1
        }
        cursor = width
        let isCut = shown < left.characters.count || !left.isWhole

        grid.fill(row, " ", style)
        var x = 0, drawn = 0
        for text in left.characters[..<shown].reversed() + right.characters where x < row.width {
            grid.put(text, x: x, style, in: row)
            x += text.width
            drawn += 1
        }
        if isCut { grid.put("…", x: 0, hintStyle, in: row) }
        if cursor + right.width > row.width, isCut || drawn > 1 { grid.put("…", x: row.width - 1, hintStyle, in: row) }
        return Point(x: row.x + min(cursor, row.width - 1), y: row.y)
    }

    /// A family has 25 bytes for two columns; where a text has more, fewer columns are drawn.
    private static let bytesPerColumn = 16

    /// The characters on one side of the cursor, the nearest first, until they are wider than the row.
    private struct Side {
        var characters: [SafeText] = []
        var width = 0
        /// Whether these are all.
        var isWhole = false

        init(_ nearest: some Collection<Character>, isWhole: Bool, upTo most: Int) {
            for character in nearest where width <= most {
                characters.append(SafeText(String(character), columns: 16))
                width += characters[characters.count - 1].width
            }
            self.isWhole = isWhole && characters.count == nearest.count
        }
    }
}
