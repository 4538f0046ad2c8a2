import Foundation

/// Numbers as tables print them.
enum Figures {
    /// Four significant digits.
    static func significant(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Four digits behind the point.
    static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }
}
