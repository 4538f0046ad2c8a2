import Foundation
import ParallaxCompute

/// How a kind of method is drawn: a shape and a colour, so that neither is needed alone (colours of Okabe and Ito 2008).
enum Mark: CaseIterable {
    case circle, openCircle, square, openSquare, diamond, triangle, cross, plus, bar

    init(_ kind: ComparisonMethod.Kind) {
        self =
            switch kind {
            case .dictionary: .circle
            case .forcedDictionary: .openCircle
            case .explanation: .square
            case .draw: .openSquare
            case .bestDraw: .diamond
            case .dictionaryOfOutput: .triangle
            case .control: .cross
            case .mimic: .plus
            case .baseline: .bar
            }
    }

    /// Names of the page's style: a colour, and whether the shape is filled.
    var style: String {
        switch self {
        case .circle: "sae"
        case .openCircle: "sae open"
        case .square: "nla"
        case .openSquare: "nla open"
        case .diamond: "best open"
        case .triangle: "both"
        case .cross: "control stroke"
        case .plus: "mimic stroke"
        case .bar: "baseline stroke"
        }
    }

    /// The outline about a place, some nine pixels wide.
    func path(_ x: Double, _ y: Double) -> String {
        func p(_ dx: Double, _ dy: Double) -> String { String(format: "%.1f %.1f", x + dx, y + dy) }
        return switch self {
        case .circle, .openCircle: "M\(p(-4, 0))a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
        case .square, .openSquare: "M\(p(-3.7, -3.7))h7.4v7.4h-7.4z"
        case .diamond: "M\(p(0, -5))L\(p(5, 0))L\(p(0, 5))L\(p(-5, 0))z"
        case .triangle: "M\(p(0, -4.8))L\(p(4.6, 3.6))L\(p(-4.6, 3.6))z"
        case .cross: "M\(p(-3.5, -3.5))L\(p(3.5, 3.5))M\(p(-3.5, 3.5))L\(p(3.5, -3.5))"
        case .plus: "M\(p(-4.2, 0))h8.4M\(p(0, -4.2))v8.4"
        case .bar: "M\(p(0, -4.5))v9"
        }
    }
}
