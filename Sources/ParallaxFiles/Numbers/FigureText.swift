import Foundation

/// Figures as text: the one place that decides digits, signs and units.
package enum FigureText {
    /// What stands where a figure has no value.
    package static let undefined = "—"

    // MARK: In columns: a fixed number of digits, so that they align and the eye compares

    /// ".81", "-.12", "1.00": figures around 0…1, without the leading zero, as the field prints them.
    package static func fraction(_ value: Double, digits: Int = 2) -> String {
        guard value.isFinite else { return undefined }
        if abs(value) >= 1000 { return magnitude(value, significant: 2) }
        let text = String(format: "%.\(digits)f", value)
        let short = withoutZero(text)
        return text.allSatisfy { "-0.".contains($0) } && short.hasPrefix("-") ? String(short.dropFirst()) : short
    }

    /// "+.02", "-.13": what changed. "0" where nothing did at that many digits.
    package static func change(_ value: Double, digits: Int = 2) -> String {
        let text = fraction(value, digits: digits)
        if text == undefined { return text }
        if text.allSatisfy({ "0.".contains($0) }) { return "0" }
        return text.hasPrefix("-") ? text : "+" + text
    }

    /// "61.3", "9.1", "0.042", "1.2e+06": figures of any size, with so many significant digits.
    package static func magnitude(_ value: Double, significant: Int = 3) -> String {
        guard value.isFinite else { return undefined }
        if value == 0 { return "0" }
        let exponent = Int(clamping: log10(abs(value)).rounded(.down))
        if exponent >= 6 || exponent < -4 { return String(format: "%.\(max(significant - 1, 0))e", value) }
        return String(format: "%.\(max(significant - 1 - exponent, 0))f", value)
    }

    /// "14,236" for a number without a fraction; one that is too large for whole numbers as "1.2e+30".
    package static func count(_ value: Double) -> String { Int(foreign: value).map { count($0) } ?? magnitude(value) }

    /// "14,236".
    package static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A figure in a column of so many columns: with fewer decimals, then in thousands and millions, then by its power of ten; with the mark before it.
    /// What is no number is cut, and that is seen.
    package static func narrowed(_ text: String, columns: Int) -> String {
        guard text.count > columns else { return text }
        let mark = text.prefix { "≈±~+".contains($0) }, number = text.dropFirst(mark.count).filter { $0 != "," }
        var wordings: [String] = []
        if let value = Double(number), value.isFinite {
            wordings += (0...2).reversed().map { withoutZero(String(format: "%.\($0)f", value)) }
            for (unit, size) in [("k", 1e3), ("M", 1e6), ("G", 1e9)] where abs(value) >= size {
                wordings.append(String(format: "%.0f", value / size) + unit)
            }
            wordings.append(String(format: "%.0e", value).replacing("e+", with: "e"))
        } else {
            wordings.append(text.prefix(max(0, columns - 1 - mark.count)) + "…")
        }
        return wordings.map { mark + $0 }.first { $0.count <= columns } ?? String("…".prefix(max(0, columns)))
    }

    // MARK: In tables of text

    /// Four significant digits: "0.9431", "1.2e+06".
    package static func significant(_ value: Double) -> String { String(format: "%.4g", value) }

    /// Four digits behind the point.
    package static func fixed(_ value: Double) -> String { String(format: "%.4f", value) }

    /// Three digits behind the point, or as many as four digits in all leave.
    package static func plain(_ value: Double) -> String { abs(value) < 100 ? String(format: "%.3f", value) : significant(value) }

    /// "+0.012": a difference, always with its sign.
    package static func signed(_ value: Double) -> String { String(format: "%+.3f", value) }

    /// "97.3 %".
    package static func percent(_ share: Double, decimals: Int) -> String { String(format: "%.\(decimals)f %%", share * 100) }

    /// "16 kB", "1.0 MB", "5.2 GB": up at the last digit, so that what is too long is seen to be longer.
    package static func size(_ bytes: Int) -> String {
        guard bytes >= 1 << 20 else { return "\(bytes.adding(clamped: 1023) >> 10) kB" }
        let unit = bytes >= 1 << 30 ? (1 << 30, "GB") : (1 << 20, "MB")
        return "\((Double(bytes) / Double(unit.0) * 10).rounded(.up) / 10) \(unit.1)"
    }

    // MARK: In sentences

    /// Two figures with as many decimals as they need to be told apart, three at least.
    package static func pair(_ p: Double, _ q: Double) -> (String, String) {
        for decimals in 3...9 {
            let texts = (text(p, decimals: decimals), text(q, decimals: decimals))
            if texts.0 != texts.1 { return texts }
        }
        return ("\(p)", "\(q)")
    }

    /// Fixed decimals, or scientific where that would be a row of digits.
    package static func text(_ number: Double, decimals: Int) -> String {
        abs(number) < 1e6 ? String(format: "%.\(decimals)f", number) : String(format: "%.\(decimals)e", number)
    }

    /// Three digits that count, no zero before the point: ".943", "-.161", "2.35", "112".
    package static func short(_ number: Double) -> String { short(number, decimals: decimals(number)) }

    /// The same for two that are to be told apart.
    package static func shortPair(_ p: Double, _ q: Double) -> (String, String) {
        let (forP, forQ) = (decimals(p), decimals(q))
        for more in 0...6 {
            let texts = (short(p, decimals: forP + more), short(q, decimals: forQ + more))
            if texts.0 != texts.1 { return texts }
        }
        return (short(p), short(q))
    }

    /// The same for a figure and what it is held against, each told from it: the figure first.
    package static func short(_ number: Double, among others: [Double]) -> [String] {
        let differing = others.filter { $0 != number }
        let more =
            differing.map { other in
                (0...6).first { short(number, decimals: decimals(number) + $0) != short(other, decimals: decimals(other) + $0) } ?? 0
            }.max() ?? 0
        return ([number] + others).map { short($0, decimals: decimals($0) + more) }
    }

    private static func decimals(_ number: Double) -> Int {
        switch abs(number) {
        case ..<1: 3
        case ..<10: 2
        case ..<100: 1
        default: 0
        }
    }

    private static func short(_ number: Double, decimals: Int) -> String { withoutZero(text(number, decimals: decimals)) }

    private static func withoutZero(_ text: String) -> String {
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    /// "93%"; what is short of all is never told as all.
    package static func percent(_ share: Double) -> String {
        share >= 0.995 && share < 1 ? "over 99%" : String(format: "%.0f%%", share * 100)
    }

    // MARK: On a page, with the sign that is typeset

    /// "0.943", "−161.2", "1.20e−05".
    package static func typeset(_ value: Double) -> String {
        let size = abs(value)
        let text =
            if size != 0, size < 0.0005 || size >= 1e6 {
                String(format: "%.2e", value)
            } else if size < 10 {
                String(format: "%.3f", value)
            } else {
                String(format: size < 1000 ? "%.1f" : "%.0f", value)
            }
        return text.replacing("-", with: "−")
    }
}
