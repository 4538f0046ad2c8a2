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
