import Foundation
import ParallaxCompute

/// Numbers as tables print them.
enum Figures {
    /// Four significant digits.
    static func significant(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Four digits behind the point.
    static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }

    /// The number, or a dash where there is none.
    static func text(_ measure: Measure) -> String {
        guard let number = measure.number else { return "—" }
        return fixed(number)
    }
}
