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
        let left = Side(around.before.reversed(), isWhole: around.isFromStart, upTo: row.width),
            right = Side(around.after, isWhole: around.isToEnd, upTo: row.width)

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

/// A line with words in it: "━ SAE  1024 · L0 16 ━━━━━". Titles of panes.
package enum Rule {
    package static func draw(
        _ title: String, detail: String = "", in area: Rect, on grid: inout CellGrid, line: Style, title titleStyle: Style,
        detail detailStyle: Style,
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

/// Which part of a list is seen in so many rows, so that the selected one is among them.
package enum ListWindow {
    /// - Parameter first: the row shown first before; it changes only as far as it must, so that lists do not jump.
    package static func visible(count: Int, rows: Int, selected: Int, first: Int = 0) -> Range<Int> {
        guard count > 0, rows > 0 else { return 0..<0 }
        let selected = min(max(selected, 0), count - 1)
        var start = min(max(first, 0), max(0, count - rows))
        if selected < start { start = selected }
        if selected >= start + rows { start = selected - rows + 1 }
        return start..<min(count, start + rows)
    }

    /// The same around the middle: the selected row with as many neighbours on both sides.
    package static func centred(count: Int, rows: Int, selected: Int) -> Range<Int> {
        visible(count: count, rows: rows, selected: selected, first: min(max(selected, 0), max(count - 1, 0)) - rows / 2)
    }
}

/// The footer: "←→ token  ↑↓ layer  Tab pane". Hints that do not fit are left out whole, the last first, but for those that
/// are kept: of them the last stays longest.
package enum KeyHints {
    private static let margin = 1
    private static let gap = 2

    /// - Parameter kept: so many of the last hints (how to leave, where to read more) go after all others.
    package static func draw(
        _ hints: [(keys: String, meaning: String)], kept: Int = 0, in area: Rect, on grid: inout CellGrid, keys keyStyle: Style,
        meaning meaningStyle: Style
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
