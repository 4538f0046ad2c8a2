import Foundation
import ParallaxCompute

/// Numbers as tables print them.
enum Figures {
    /// Four significant digits.
    static func significant(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Four digits behind the point.
    static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }

    /// Three digits behind the point, or as many as four digits in all leave.
    static func short(_ value: Double) -> String { abs(value) < 100 ? String(format: "%.3f", value) : String(format: "%.4g", value) }

    /// The number, or a dash where there is none.
    static func text(_ measure: Measure) -> String {
        guard let number = measure.number else { return "—" }
        return fixed(number)
    }
}
