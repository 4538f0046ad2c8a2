import ParallaxCompute

/// Drawing into a box: coordinates count from the box's upper left, and nothing leaves the box.
extension CellGrid {
    /// Writes text from column `x`. Returns the column after it, in the box's coordinates, as if nothing had been cut.
    @discardableResult
    package mutating func put(_ text: SafeText, x: Int = 0, y: Int = 0, _ style: Style = .plain, in area: Rect) -> Int {
        var column = x
        guard y >= 0, y < area.height else { return x + text.width }
        for glyph in text.glyphs {
            if column >= area.width { break }
            if column >= 0 { set(glyph, x: area.x + column, y: area.y + y, style, clip: area) }
            column += Int(wide: glyph.width)
        }
        return x + text.width
    }

    /// Writes text of any origin, made safe first.
    @discardableResult
    package mutating func put(_ text: String, x: Int = 0, y: Int = 0, _ style: Style = .plain, in area: Rect) -> Int {
        put(SafeText(text, columns: max(0, area.width - min(x, 0))), x: x, y: y, style, in: area)
    }

    /// Writes text that ends before column `end` (the box's right edge unless said); its beginning is cut where it does not fit.
    /// Returns the column where it begins.
    @discardableResult
    package mutating func putRight(_ text: String, end: Int? = nil, y: Int = 0, _ style: Style = .plain, in area: Rect) -> Int {
        let safe = SafeText(text, columns: Size.limit)
        let start = (end ?? area.width) - safe.width
        put(safe, x: start, y: y, style, in: area)
        return start
    }

    /// Fills a box with one glyph of one column.
    package mutating func fill(_ area: Rect, _ glyph: Unicode.Scalar = " ", _ style: Style = .plain) {
        let glyph = Glyph(glyph)
        let inside = area.intersection(bounds)
        for y in inside.y..<inside.endY where !inside.isEmpty {
            for x in inside.x..<inside.endX { set(glyph, x: x, y: y, style, clip: inside) }
        }
    }

    /// A horizontal bar to an eighth of a column: `fraction` 0…1 of `width` columns. A fraction that is not a number draws nothing,
    /// one that is merely small still draws a sliver, so that "a little" and "nothing" look different.
    package mutating func bar(_ fraction: Double, x: Int, y: Int = 0, width: Int, _ style: Style, in area: Rect) {
        guard fraction > 0, width > 0 else { return }
        let eighths = max(1, Int(clamping: (min(fraction, 1) * Double(min(width, Size.limit)) * 8).rounded()))
        let partial: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        for column in 0..<(eighths / 8) { set(Glyph("█"), x: area.x + x + column, y: area.y + y, style, clip: area) }
        if eighths % 8 > 0 {
            set(Glyph(partial[eighths % 8 - 1]), x: area.x + x + eighths / 8, y: area.y + y, style, clip: area)
        }
    }
}
