import Foundation
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

/// The colours behind palette indices as xterm has them, to find the nearest where a terminal has fewer.
package enum Palette {
    /// 0…255 each.
    typealias RGB = (red: Int, green: Int, blue: Int)

    private static let basic: [RGB] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)
    ]
    private static let cubeSteps = [0, 95, 135, 175, 215, 255]

    static func rgb(_ index: UInt8) -> RGB {
        switch Int(wide: index) {
        case let n where n < 16: return basic[n]
        case let n where n < 232: return (cubeSteps[(n - 16) / 36], cubeSteps[(n - 16) / 6 % 6], cubeSteps[(n - 16) % 6])
        case let n: return (8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232))
        }
    }

    /// Red, green and blue in one number, for terminals whose colour numbers are colours.
    package static func direct(_ index: UInt8) -> Int {
        let (red, green, blue) = rgb(index)
        return red << 16 | green << 8 | blue
    }

    /// Relative luminance 0…1 (WCAG 2: linear light, weighted .2126, .7152, .0722).
    package static func luminance(_ index: UInt8) -> Double {
        func linear(_ value: Int) -> Double {
            let c = Double(value) / 255
            return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
        }
        let (red, green, blue) = rgb(index)
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    static func isGrey(_ index: UInt8) -> Bool {
        let (red, green, blue) = rgb(index)
        return max(red, green, blue) - min(red, green, blue) < 24
    }

    /// The nearest of 16–255 to a colour.
    static func nearest(to color: RGB) -> UInt8 { nearest(to: color, among: 16...255) }

    static func nearest(to color: RGB, among indices: ClosedRange<UInt8>) -> UInt8 {
        indices.min { distance(rgb($0), color) < distance(rgb($1), color) } ?? indices.lowerBound
    }

    private static func distance(_ a: RGB, _ b: RGB) -> Int {
        let (red, green, blue) = (a.red - b.red, a.green - b.green, a.blue - b.blue)
        return 2 * red * red + 4 * green * green + 3 * blue * blue
    }
}
