import ParallaxCompute

/// One place on the screen. A glyph of two columns is followed by a continuation cell of the same style.
package struct Cell: Hashable, Sendable {
    package let glyph: Glyph
    package var style: Style
    /// The right half of the wide glyph to the left; its own glyph is a space that is not drawn.
    package let isContinuation: Bool

    package init(_ glyph: Glyph, _ style: Style = .plain) {
        self.glyph = glyph
        self.style = style
        isContinuation = false
    }

    private init(continuationWith style: Style) {
        glyph = .space
        self.style = style
        isContinuation = true
    }

    package static func continuation(_ style: Style) -> Cell { Cell(continuationWith: style) }

    package static let blank = Cell(.space)
}

/// What a person sees: the cells, and where the terminal's own cursor stands. It stands on what is focused even where nothing is
/// typed, because screen readers and magnifiers follow it.
package struct Frame: Hashable, Sendable {
    package var grid: CellGrid
    /// Nil hides the cursor.
    package var cursor: Point?

    package init(grid: CellGrid, cursor: Point? = nil) {
        self.grid = grid
        self.cursor = cursor
    }
}

/// The terminal's own colour, or an index of its palette (16–255 are the same everywhere; 0–15 are the person's).
package struct Color: Hashable, Sendable {
    private let code: Int16

    private init(code: Int16) { self.code = code }

    package init(_ index: UInt8) { code = Int16(clamping: index) }

    package static let terminal = Color(code: -1)

    /// Nil for the terminal's own colour.
    package var index: UInt8? { code < 0 ? nil : UInt8(clamping: code) }
}

/// How a cell is drawn.
package struct Style: Hashable, Sendable {
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(foreground: Color = .terminal, background: Color = .terminal, _ attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    package static let plain = Style()

    /// This style with more attributes.
    package func adding(_ more: Attributes) -> Style {
        Style(foreground: foreground, background: background, attributes.union(more))
    }

    /// This style on another background.
    package func on(_ color: Color) -> Style { Style(foreground: foreground, background: color, attributes) }
}

extension Style: CustomStringConvertible {
    /// "214 on 236 bold": for the style plane of golden screens and for test failures.
    package var description: String {
        var words: [String] = []
        words.append(foreground.index.map(String.init) ?? "-")
        if let index = background.index { words.append("on \(index)") }
        if attributes.contains(.bold) { words.append("bold") }
        if attributes.contains(.dim) { words.append("dim") }
        if attributes.contains(.underline) { words.append("underline") }
        if attributes.contains(.reverse) { words.append("reverse") }
        return words.joined(separator: " ")
    }
}
