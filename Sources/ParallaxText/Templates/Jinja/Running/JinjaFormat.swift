import Foundation

/// Python's `format % values` and `format.format(values)`: what both have in common.
extension JinjaEvaluator {
    /// Formats are short; a longer one is text.
    static let longestTextFormat = 100_000
    private static let widest = 1_000_000, mostPrecise = 1000

    /// The scalars of a format, paid for.
    func format(_ text: JinjaString, _ name: String) throws -> [Unicode.Scalar] {
        guard let format = text.whole(upTo: Self.longestTextFormat) else {
            throw refused("a format of at most \(Self.longestTextFormat) bytes for \(name)", "a longer one")
        }
        try allowance.spend(JinjaPrice.classified, times: 2 * format.utf8.count)
        return Array(format.unicodeScalars)
    }

    /// Reads digits; nil where there are none.
    func digits(_ scalars: [Unicode.Scalar], _ position: inout Int, _ name: String) throws -> Int? {
        let start = position
        while position < scalars.count, scalars[position].isDigit { position += 1 }
        guard position > start else { return nil }
        guard position - start <= 7, let number = Int(foreign: String(String.UnicodeScalarView(scalars[start..<position]))),
            number <= Self.widest
        else {
            throw refused("widths of at most \(Self.widest) in \(name)", "a greater one")
        }
        return number
    }

    /// How a number or a text is laid out.
    struct Layout {
        var fill: Unicode.Scalar = " "
        /// "<", ">", "^", or "=" for filling between sign and digits; nil: what is usual.
        var alignment: Unicode.Scalar?
        /// "+", " " or "-".
        var sign: Unicode.Scalar = "-"
        var isAlternate = false
        var width = 0
        /// "," or "_" between groups of digits.
        var grouping: Unicode.Scalar?
        var precision: Int?
        var kind: Unicode.Scalar?
    }

    func refusedFormat(_ layout: Layout, _ value: JinjaValue) -> Complaint {
        refused("a format that fits its value", "\"\(layout.kind.map { String($0) } ?? "no kind")\" for \(value.kind)")
    }

    /// A text, cut and filled up.
    func laidOut(_ text: JinjaString, _ layout: Layout, usually alignment: Unicode.Scalar) throws -> JinjaString {
        var text = text
        if let most = layout.precision, most < text.scalarCount { text = try text.slice(first: 0, end: most, step: 1, allowance) }
        let side: JinjaString.Alignment =
            switch layout.alignment ?? alignment {
            case "<": .left;
            case "^": .middle;
            default: .right
            }
        guard side == .middle else { return try text.padded(to: layout.width, with: JinjaString(layout.fill), side, allowance) }
        // format() puts the odd one behind, str.center() where the width says.
        let missing = max(0, layout.width - text.scalarCount), before = try JinjaString(layout.fill).repeated(missing / 2, allowance),
            after = try JinjaString(layout.fill).repeated(missing - missing / 2, allowance)
        return try JinjaWriter.text(allowance) { writer in
            try writer.append(before)
            try writer.append(text)
            try writer.append(after)
        }
    }

    /// A number's digits with its sign, prefix and filling.
    private func laidOut(_ digits: String, isNegative: Bool, prefix: String = "", _ layout: Layout) throws -> JinjaString {
        let sign = isNegative ? "-" : layout.sign == "-" ? "" : String(layout.sign)
        var layout = layout
        layout.precision = nil
        try allowance.spend(JinjaPrice.scanned, times: digits.utf8.count)
        guard layout.alignment == "=" else { return try laidOut(try JinjaString(sign + prefix + digits, allowance), layout, usually: ">") }
        let missing = max(0, layout.width - sign.count - prefix.count - digits.utf8.count)
        // Zeros that fill would have to be grouped, too.
        guard layout.grouping == nil || missing == 0 else { throw refused("no filling between sign and grouped digits", "one") }
        let filling = try JinjaString(layout.fill).repeated(missing, allowance)
        return try JinjaWriter.text(allowance) { writer in
            try writer.append(sign + prefix)
            try writer.append(filling)
            try writer.append(digits)
        }
    }

    private func grouped(_ digits: String, _ separator: Unicode.Scalar?, by size: Int = 3) -> String {
        guard let separator else { return digits }
        let whole = digits.prefix { $0.isHexDigit }, rest = digits.dropFirst(whole.count)
        var result = ""
        for (place, digit) in whole.enumerated() {
            if place > 0, (whole.count - place).isMultiple(of: size) { result.unicodeScalars.append(separator) }
            result.append(digit)
        }
        return result + rest
    }

    /// - Parameter least: how many digits there are at least (`%.5d`).
    func formatted(whole number: Int, _ layout: Layout, least: Int? = nil) throws -> JinjaString {
        let (radix, prefix): (Int, String) =
            switch layout.kind {
            case "x", "X": (16, layout.kind == "x" ? "0x" : "0X");
            case "o": (8, "0o");
            case "b": (2, "0b");
            default: (10, "")
            }
        var digits = String(number.magnitude, radix: radix, uppercase: layout.kind == "X")
        if let least, least > digits.utf8.count {
            guard least <= Self.mostPrecise else { throw refused("a precision of at most \(Self.mostPrecise)", "\(least)") }
            digits = String(repeating: "0", count: least - digits.utf8.count) + digits
        }
        return try laidOut(
            grouped(digits, layout.grouping, by: radix == 10 ? 3 : 4), isNegative: number < 0, prefix: layout.isAlternate ? prefix : "",
            layout)
    }

    func formatted(number: Double, _ layout: Layout) throws -> JinjaString {
        let precision = layout.precision ?? 6
        guard precision <= Self.mostPrecise else { throw refused("a precision of at most \(Self.mostPrecise)", "\(precision)") }
        guard !layout.isAlternate else { throw refused("no # before a number that is not whole", "one") }
        try allowance.spend(JinjaPrice.step, times: 4 + precision / 16)
        let isUpper = layout.kind.map { "EFG".unicodeScalars.contains($0) } ?? false
        var layout = layout
        let text: String
        if !number.isFinite {
            text = number.isNaN ? "nan" : "inf"
        } else if layout.kind == "%" {
            text = String(format: "%.\(precision)f", abs(number) * 100) + "%"
        } else if let kind = layout.kind {
            text = String(format: "%.\(precision)\(String(kind).lowercased())", abs(number))
        } else if layout.precision == nil {
            text = JinjaValue.python(abs(number))
        } else {
            throw refused("a kind (e, f or g) behind the precision of a number", "none")
        }
        if !number.isFinite, layout.alignment == "=", layout.fill == "0" { (layout.fill, layout.alignment) = (" ", ">") }
        return try laidOut(
            grouped(isUpper ? text.uppercased() : text, layout.grouping), isNegative: number.sign == .minus && !number.isNaN, layout)
    }

    /// How repr() writes a value.
    func represented(_ value: JinjaValue) throws -> JinjaString { try JinjaWriter.text(allowance) { try $0.represent(value) } }
}
