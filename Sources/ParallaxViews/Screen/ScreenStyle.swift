/// What every view needs to know of the terminal: its theme. Views name meanings, the theme names colours.
package struct ScreenStyle: Sendable {
    package var theme: Theme
    package var glyphs: GlyphSet

    package init(theme: Theme, glyphs: GlyphSet = .unicode) {
        self.theme = theme
        self.glyphs = glyphs
    }

    subscript(role: Role) -> Style { theme[role] }
}
