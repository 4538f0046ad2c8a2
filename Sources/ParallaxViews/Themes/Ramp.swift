import ParallaxCompute

/// From a value to how it looks: a row of colours, and a row of glyphs that reads without colour.
package struct Ramp: Hashable, Sendable {
    package enum Name: String, CaseIterable, Sendable {
        /// Even steps from little to much; also where a theme says nothing else for one of the quantities below.
        case magnitude
        /// A share of the whole: FVE.
        case fraction
        /// How many: L0.
        case count
        case entropy, rank, surprise
        /// Both ways from zero.
        case difference
    }

    /// Diverging ramps take −1…1 with zero in the middle, others 0…1.
    package let isDiverging: Bool
    /// From low to high; empty where there is no colour.
    package let colors: [Color]
    /// From low to high; never empty.
    package let glyphs: [Glyph]

    package init(isDiverging: Bool, colors: [Color], glyphs: [Glyph]) {
        self.isDiverging = isDiverging
        self.colors = colors
        self.glyphs = glyphs.isEmpty ? [.space] : glyphs
    }

    /// A cell whose background is the value's colour, and whose text is black or white, whichever reads. Plain without colours.
    /// What lies outside the range looks like its end; what is not a number is plain.
    package func style(at value: Double) -> Style {
        guard let step = step(at: value, of: colors.count) else { return .plain }
        return style(step: step)
    }

    /// The value's colour as ink, for the ramp's glyphs, which already say how much.
    package func ink(at value: Double) -> Style {
        step(at: value, of: colors.count).map { Style(foreground: colors[$0]) } ?? .plain
    }

    /// The glyph of a value; a space for what is not a number.
    package func glyph(at value: Double) -> Glyph {
        step(at: value, of: glyphs.count).map { glyphs[$0] } ?? .space
    }

    package func style(step: Int) -> Style {
        guard colors.indices.contains(step), let index = colors[step].index else { return .plain }
        // The person's own black and white: each costs half the bytes of 16 and 255, on every cell of a map.
        return Style(foreground: Palette.luminance(index) > Self.middle ? Color(0) : Color(15), background: colors[step])
    }

    /// The luminance on which black and white have the same contrast.
    private static let middle = 0.179

    private func step(at value: Double, of count: Int) -> Int? {
        guard value.isFinite, count > 0 else { return nil }
        let fraction = min(max(isDiverging ? (value + 1) / 2 : value, 0), 1)
        return min(Int(clamping: fraction * Double(count)), count - 1)
    }
}
