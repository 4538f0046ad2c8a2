import Foundation
import ParallaxCompute

/// Figures as they stand on the screen: a fixed number of digits, so that columns align and the eye compares.
package enum FigureText {
    /// What stands where a figure has no value.
    package static let undefined = "—"
    /// What stands before a figure that rests on too little.
    package static let unstable = "~"

    /// A measure as its cell holds it: "~.71" where it rests on too little.
    package static func fraction(_ measure: Measure, digits: Int = 3) -> String {
        measure.number.map { (measure.instability == nil ? "" : unstable) + fraction($0, digits: digits) } ?? undefined
    }

    /// ".81", "-.12", "1.00": figures around 0…1, without the leading zero, as the field prints them.
    package static func fraction(_ value: Double, digits: Int = 2) -> String {
        guard value.isFinite else { return undefined }
        if abs(value) >= 1000 { return magnitude(value, significant: 2) }
        let text = String(format: "%.\(digits)f", value)
        let zero = text.allSatisfy { "-0.".contains($0) }
        let unsigned = text.hasPrefix("-") ? String(text.dropFirst()) : text
        let short = unsigned.hasPrefix("0.") ? String(unsigned.dropFirst()) : unsigned
        return text.hasPrefix("-") && !zero ? "-" + short : short
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
}

/// A site in the four columns that the grid has for it; the top line has its whole name.
enum SiteLabel {
    static func short(_ site: Site) -> String {
        switch site {
        case .residual(0): "emb"
        case .residual(let n): "L\(n - 1)"
        case .residualMiddle(let block): "r\(block)"
        case .mlpNormalized(let block): "n\(block)"
        case .mlpIn(let block): "i\(block)"
        case .mlpOut(let block): "m\(block)"
        case .attentionOut(let block): "a\(block)"
        case .hookZ(let block): "z\(block)"
        }
    }
}
