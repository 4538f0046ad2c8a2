import Foundation
import ParallaxCompute
import ParallaxSession

/// Layers and tokens: the tokens' text, and a number with its colour for every cell, or the sign of why there is none.
package enum GridView {
    /// - Parameters:
    ///   - header: one row for the tokens' text; empty where there is no room.
    ///   - area: one row a site.
    /// - Returns: where the cursor is.
    package static func draw(_ state: SessionState, header: Rect, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        guard let trace = state.trace else {
            let reason = state.failure(of: TraceQuestion(document: state.document))?.description ?? "reading the document …"
            grid.put(reason, x: 1, style[state.failures.isEmpty ? .dim : .bad], in: area)
            return nil
        }
        let tokens = GridWindow.tokens(count: trace.ids.count, position: state.position, columns: area.width)
        let rows = GridWindow.rows(count: state.inventory.sites.count, row: state.row, lines: area.height)
        let edited = state.editedPlaces
        for position in tokens {
            token(
                trace.texts[position], selected: position == state.position, isEdited: edited[position] != nil,
                in: box(position, tokens, line: 0, header), on: &grid, style)
        }
        let scale = scale(of: state)
        var cursor: Point?
        for (line, row) in rows.reversed().enumerated() {
            label(state, row, selected: row == state.row, in: area.row(line), on: &grid, style)
            for position in tokens {
                let box = box(position, tokens, line: line, area)
                draw(state.gridCell(row: row, position: position, colour: state.colour), state.colour, scale, in: box, on: &grid, style)
                // In the column that numbers leave free.
                if edited[position]?.contains(row) == true {
                    grid.put(Self.editMark, x: box.width - 1, style[.accent].adding(.bold), in: box)
                }
                guard row == state.row, position == state.position else { continue }
                // Marked by attribute, not by a glyph: a moving glyph would make ncurses' scroll search repaint the map.
                grid.restyle(box) { $0 = $0.adding(.reverse) }
                cursor = Point(x: box.x, y: box.y)
            }
        }
        return cursor
    }

    /// The scale of the colours: over the whole document, so that it does not change while one moves.
    package static func scale(of state: SessionState) -> GridScale {
        // Figures of that kind have a scale of their own, whatever they are.
        GridScale(state.colour, range: state.colour.needsStatistics && state.inventory.hasModel ? nil : state.gridRange)
    }

    private static func box(_ position: Int, _ tokens: Range<Int>, line: Int, _ area: Rect) -> Rect {
        let width = GridWindow.cellWidth(columns: area.width)
        let x = area.x + GridWindow.labelWidth + (position - tokens.lowerBound) * width
        return Rect(x: x, y: area.y + line, width: width, height: 1).intersection(area)
    }

    /// Where the person has changed features or words.
    static let editMark = "◆"

    private static func token(_ text: String, selected: Bool, isEdited: Bool, in box: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        // A leading space is how most tokens begin: it would cost a column of every one.
        let shown = text.hasPrefix(" ") && text.count > 1 ? String(text.dropFirst()) : text
        let fitted = SafeText(shown, columns: 64).fitted(columns: box.width - 1)
        // Over the numbers, which are right-aligned.
        grid.put(fitted, x: box.width - 1 - fitted.width, selected ? style[.accent].adding(.bold) : style[.text], in: box)
        if isEdited { grid.put(editMark, x: box.width - 1, style[.accent].adding(.bold), in: box) }
    }

    private static func label(
        _ state: SessionState, _ row: Int, selected: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        let site = state.inventory.sites[row]
        let name = row == state.inventory.unplacedRow ? "L?" : SiteLabel.short(site)
        grid.putRight(name, end: GridWindow.labelWidth - 1, selected ? style[.accent].adding(.bold) : style[.dim], in: area)
    }

    private static func draw(
        _ cell: GridCell, _ colour: GridColour, _ scale: GridScale, in box: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        // The last column stays empty, so that numbers stand apart; the colour runs through, which is a map and few bytes.
        let end = box.width - 1
        guard case .value(let value) = cell else {
            grid.putRight(sign(cell), end: end, style[cell == .failed ? .bad : .dim], in: box)
            return
        }
        let ramp = style.theme.ramp(ramp(of: colour))
        let fraction = scale.fraction(value)
        let look = ramp.style(at: fraction)
        grid.fill(box, " ", look)
        if ramp.colors.isEmpty { grid.put(ramp.glyph(at: fraction).text, look, in: box) }
        grid.putRight(text(value, colour), end: end, width: ramp.colors.isEmpty ? end : end + 1, look, in: box)
    }

    /// Each quantity has its own ramp: even for magnitudes, diverging around zero for differences.
    package static func ramp(of colour: GridColour) -> Ramp.Name {
        switch colour {
        case .norm: .magnitude
        case .dictionaryFVE, .verbalizerFVE, .statedCosine: .fraction
        case .difference: .difference
        case .l0: .count
        case .entropy: .entropy
        case .rank: .rank
        case .surprise: .surprise
        }
    }

    /// Four columns at most, so that with a glyph ramp there is room for the glyph.
    package static func text(_ value: Double, _ colour: GridColour) -> String {
        switch colour {
        case .dictionaryFVE, .verbalizerFVE, .statedCosine: FigureText.fraction(value)
        case .difference: FigureText.change(value)
        case .l0: "\(Int(clamping: value))"
        case .rank: value >= 10_000 ? "\(Int(clamping: value / 1000))k" : "\(Int(clamping: value))"
        case .entropy, .surprise: FigureText.magnitude(value, significant: value >= 1 ? 2 : 1)
        case .norm:
            value >= 1000 ? FigureText.magnitude(value, significant: 1) : FigureText.magnitude(value, significant: value >= 100 ? 3 : 2)
        }
    }

    /// What stands in a cell without a number.
    package static func sign(_ cell: GridCell) -> String {
        switch cell {
        case .value: ""
        case .none: "×"
        case .notYet: "·"
        case .running: "⠂"
        case .failed: "!"
        case .excluded: "ex"
        case .undefined: "—"
        }
    }

    /// The same in words, for the token line.
    package static func words(_ cell: GridCell, hasModel: Bool) -> String {
        switch cell {
        case .value: ""
        case .none: hasModel ? "no checkpoint at this site" : "no explanation in the file"
        case .notYet: "not yet"
        case .running: "running"
        case .failed: "failed, r tries again"
        case .excluded(let why): "excluded from figures: \(why)"
        case .undefined(let why): why
        }
    }
}

/// From a grid's number to 0…1 of the ramp, or −1…1 around zero. One scale for the whole document, its ends in the legend.
package struct GridScale: Equatable {
    package private(set) var low: Double
    package private(set) var high: Double
    /// Norms grow by factors along the layers, ranks fall by factors: on a linear scale one end would hide all others.
    package let isLogarithmic: Bool
    package let isDiverging: Bool

    /// - Parameter range: of the numbers that there are.
    package init(_ colour: GridColour, range: ClosedRange<Double>?) {
        let smallest = range?.lowerBound ?? 0, largest = range?.upperBound ?? 1
        switch colour {
        case .dictionaryFVE, .verbalizerFVE: (low, high) = (0, 1)
        // Where Var is low all cosines are near 1, and tell tokens apart all the same.
        case .statedCosine: (low, high) = (min(smallest, 0.99), 1)
        case .difference: (low, high) = (-1, 1)
        case .l0, .entropy, .surprise: (low, high) = (0, max(1, largest))
        case .rank: (low, high) = (1, max(2, largest))
        case .norm: (low, high) = (smallest, largest)
        }
        isLogarithmic = (colour == .norm || colour == .rank) && low > 0
        isDiverging = colour == .difference
        if !(high > low) { high = low + 1 }
    }

    package func fraction(_ value: Double) -> Double {
        if isDiverging { return value.isFinite ? min(max(value / high, -1), 1) : 0 }
        let fraction = isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
        return fraction.isFinite ? min(max(fraction, 0), 1) : 0
    }
}

/// Which tokens and layers of the grid are seen: a pure function of the cursor and the room there is.
///
/// The window moves by half pages: most cursor moves then change two cells and no more, which is what an SSH line wants.
package enum GridWindow {
    /// Columns of one token, its gap included. Wide screens give room to the tokens' text before they show more of them: a turned
    /// window then stays cheap, too.
    package static func cellWidth(columns: Int) -> Int { max(6, min(9, (columns - labelWidth) / 20)) }
    /// Columns of the layer labels.
    package static let labelWidth = 5

    package static func tokens(count: Int, position: Int, columns: Int) -> Range<Int> {
        window(count: count, selected: position, room: max(0, (columns - labelWidth) / cellWidth(columns: columns)))
    }

    package static func rows(count: Int, row: Int, lines: Int) -> Range<Int> { window(count: count, selected: row, room: lines) }

    private static func window(count: Int, selected: Int, room: Int) -> Range<Int> {
        guard room > 0, count > 0 else { return 0..<0 }
        guard count > room else { return 0..<count }
        let half = max(1, room / 2)
        let start = selected / half * half - half / 2
        let first = max(0, min(count - room, start))
        return first..<first + room
    }
}
