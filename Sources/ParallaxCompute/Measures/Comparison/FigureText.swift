import Foundation

/// Figures in sentences.
enum FigureText {
    /// Two figures with as many decimals as they need to be told apart, three at least.
    static func pair(_ p: Double, _ q: Double) -> (String, String) {
        for decimals in 3...9 {
            let texts = (text(p, decimals: decimals), text(q, decimals: decimals))
            if texts.0 != texts.1 { return texts }
        }
        return ("\(p)", "\(q)")
    }

    /// Fixed decimals, or scientific where that would be a row of digits.
    static func text(_ number: Double, decimals: Int) -> String {
        abs(number) < 1e6 ? String(format: "%.\(decimals)f", number) : String(format: "%.\(decimals)e", number)
    }

    static func percent(_ share: Double) -> String {
        share >= 0.995 && share < 1 ? "over 99%" : String(format: "%.0f%%", share * 100)
    }
}
