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
