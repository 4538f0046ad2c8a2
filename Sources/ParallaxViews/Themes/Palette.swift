import Foundation

/// The colours behind palette indices as xterm has them, to find the nearest where a terminal has fewer.
package enum Palette {
    /// 0…255 each.
    typealias RGB = (red: Int, green: Int, blue: Int)

    private static let basic: [RGB] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
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
