import ParallaxCompute

/// A screen, or a part of one, as a value: rows of cells. Drawing never writes outside, and wide glyphs stay in pairs.
package struct CellGrid: Hashable, Sendable {
    package let size: Size
    /// Which glyphs the terminal can show. Whatever is drawn is brought into this set.
    package let glyphs: GlyphSet
    package private(set) var cells: [Cell]

    package init(size: Size, glyphs: GlyphSet = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    package var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

    /// The cell at a place inside the grid; blank outside.
    package subscript(x: Int, y: Int) -> Cell {
        bounds.contains(Point(x: x, y: y)) ? cells[y * size.width + x] : .blank
    }

    /// The cells of one row; empty outside.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        y >= 0 && y < size.height ? cells[(y * size.width)..<((y + 1) * size.width)] : []
    }

    /// Puts one glyph at a place in the grid's coordinates if it lies in `clip`. A wide glyph that does not fit becomes a space.
    package mutating func set(_ glyph: Glyph, x: Int, y: Int, _ style: Style, clip: Rect) {
        let clip = clip.intersection(bounds)
        guard clip.contains(Point(x: x, y: y)) else { return }
        let glyph = glyphs.bring(glyph)
        let place = y * size.width + x
        guard glyph.width == 2 else {
            separate(x: x, y: y)
            cells[place] = Cell(glyph, style)
            return
        }
        guard x + 1 < clip.endX else {
            separate(x: x, y: y)
            cells[place] = Cell(.space, style)
            return
        }
        separate(x: x, y: y)
        separate(x: x + 1, y: y)
        if glyphs == .ascii {
            // Two columns of a stand-in keep what follows in its column.
            let standIn = Cell(Glyph(checked: glyph.base, width: 1), style)
            cells[place] = standIn
            cells[place + 1] = standIn
        } else {
            cells[place] = Cell(glyph, style)
            cells[place + 1] = .continuation(style)
        }
    }

    /// Changes the styles in a box and leaves the glyphs: selections and the cursor, which must not be glyphs of their own.
    /// A wide glyph that lies half inside is changed whole.
    package mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        let area = area.intersection(bounds)
        for y in area.y..<area.endY where !area.isEmpty {
            let first = self[area.x, y].isContinuation ? area.x - 1 : area.x
            let end = self[area.endX, y].isContinuation ? area.endX + 1 : area.endX
            for x in first..<end { change(&cells[y * size.width + x].style) }
        }
    }

    /// Copies another grid to a place. What lies outside is left out.
    package mutating func place(_ other: CellGrid, at origin: Point, clip: Rect? = nil) {
        let area = Rect(x: origin.x, y: origin.y, width: other.size.width, height: other.size.height).intersection(clip ?? bounds)
        for y in area.y..<area.endY where !area.isEmpty {
            for x in area.x..<area.endX {
                let cell = other[x - origin.x, y - origin.y]
                // A half without its other half would leave the grid unpaired.
                if cell.isContinuation {
                    if x == area.x { set(.space, x: x, y: y, cell.style, clip: area) }
                } else {
                    set(cell.glyph, x: x, y: y, cell.style, clip: area)
                }
            }
        }
    }

    /// Before a cell is overwritten: the other half of a wide glyph there becomes a space.
    private mutating func separate(x: Int, y: Int) {
        let place = y * size.width + x
        if cells[place].isContinuation {
            cells[place - 1] = Cell(.space, cells[place - 1].style)
            cells[place] = Cell(.space, cells[place].style)
        } else if cells[place].glyph.width == 2, x + 1 < size.width {
            cells[place] = Cell(.space, cells[place].style)
            cells[place + 1] = Cell(.space, cells[place + 1].style)
        }
    }
}

extension CellGrid {
    /// Where a pair is broken; empty in every grid that can be made. Tests ask after random drawing.
    package var brokenPairs: [Point] {
        var found: [Point] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                let wide = self[x, y].glyph.width == 2
                if wide && !(x + 1 < size.width && self[x + 1, y].isContinuation) { found.append(Point(x: x, y: y)) }
                if self[x, y].isContinuation && !(x > 0 && self[x - 1, y].glyph.width == 2) { found.append(Point(x: x, y: y)) }
            }
        }
        return found
    }

    /// One row as text, trailing spaces included.
    package func text(row y: Int) -> String {
        row(y).reduce(into: "") { text, cell in if !cell.isContinuation { text += cell.glyph.text } }
    }

    /// All rows as text without trailing spaces, one a line.
    package var text: String {
        (0..<size.height).map { y in
            let line = text(row: y)
            return String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
        }.joined(separator: "\n")
    }
}

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
    /// - Parameter width: of a column of figures: one that is wider is told shorter, so that none runs into its neighbour.
    @discardableResult
    package mutating func putRight(_ text: String, end: Int? = nil, width: Int? = nil, y: Int = 0, _ style: Style = .plain, in area: Rect)
        -> Int
    {
        let safe = SafeText(width.map { FigureText.narrowed(text, columns: $0 - 1) } ?? text, columns: Size.limit)
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
