/// Text that may be drawn, whatever it was made from: tokens, labels, a model's output, paths and error texts from files are all
/// untrusted. Controls become visible, what would reorder or merge cells is taken out, and the width is known.
///
///     SafeText("a\u{1B}[31m\n").text   // "a␛[31m⏎"
package struct SafeText: Hashable, Sendable {
    package private(set) var glyphs: [Glyph] = []
    /// Columns.
    package private(set) var width = 0

    /// No line is wider; what lies behind is left out.
    package static let mostColumns = 10_000

    private init() {}

    /// - Parameter columns: no more columns than this are looked at, so that a token of 10,000 characters costs no more than
    ///   the box it is drawn in.
    package init(_ text: String, columns: Int = SafeText.mostColumns) {
        glyphs.reserveCapacity(min(text.utf8.count, max(columns, 0)))
        var scalarsLeft = max(columns, 0) &* 8
        for scalar in text.unicodeScalars {
            if width >= columns || scalarsLeft == 0 { break }
            scalarsLeft -= 1
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        // A byte of a file's name that is no UTF-8.
        if let byte = FileName.byte(scalar) {
            return "\\x\(String(byte, radix: 16))".unicodeScalars.forEach { append(Glyph(checked: $0, width: 1)) }
        }
        switch ScalarKind(scalar) {
        case .cell(let width): append(Glyph(checked: scalar, width: width))
        case .shown(let visible): append(Glyph(checked: visible, width: 1))
        case .mark:
            if glyphs.isEmpty || glyphs[glyphs.count - 1] == .space { append(Glyph(checked: "◌", width: 1)) }
            glyphs[glyphs.count - 1].add(mark: scalar)
        case .invisible:
            if glyphs.isEmpty { append(Glyph(checked: ScalarKind.standIn, width: 1)) }
        case .skinTone:
            if glyphs.last?.width != 2 { append(Glyph(checked: ScalarKind.standIn, width: 1)) }
        }
    }

    private mutating func append(_ glyph: Glyph) {
        glyphs.append(glyph)
        width += Int(wide: glyph.width)
    }

    package var text: String { glyphs.reduce(into: "") { $0 += $1.text } }

    /// The longest beginning that fits into so many columns.
    package func prefix(columns: Int) -> SafeText {
        guard width > columns else { return self }
        var result = SafeText()
        for glyph in glyphs {
            if result.width + Int(wide: glyph.width) > columns { break }
            result.append(glyph)
        }
        return result
    }

    /// The longest end that fits into so many columns.
    package func suffix(columns: Int) -> SafeText {
        var first = glyphs.count, room = columns
        while first > 0, room >= Int(wide: glyphs[first - 1].width) {
            first -= 1
            room -= Int(wide: glyphs[first].width)
        }
        return self[first..<glyphs.count]
    }

    /// Unchanged if it fits, else cut and ended with "…".
    package func fitted(columns: Int) -> SafeText {
        guard width > columns else { return self }
        guard columns > 0 else { return SafeText() }
        var result = prefix(columns: columns - 1)
        result.append(Glyph(checked: "…", width: 1))
        return result
    }

    package static func + (a: SafeText, b: SafeText) -> SafeText {
        var sum = a
        b.glyphs.forEach { sum.append($0) }
        return sum
    }

    /// Glyphs by index; whole glyphs only.
    package subscript(range: Range<Int>) -> SafeText {
        var part = SafeText()
        glyphs[range.clamped(to: 0..<glyphs.count)].forEach { part.append($0) }
        return part
    }
}

/// Scalars that do something to whoever shows or reads a text, in place of being shown: controls, what reorders or hides its neighbours, what ends
/// lines without being a line end.
package enum Hazards {
    /// Line feed and tab are what they look like, wherever lines may stand at all. Joiners belong to the spelling of some languages.
    package static func isHazard(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x200C, 0x200D: false
        case 0x20..<0x7F, 0xA0..<0xAD: false
        case 0..<0xA0: true
        case 0xFFFE, 0xFFFF: true
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: true
            // 0x…FFFE and 0x…FFFF: no characters at all. The private ranges of planes 15 and 16 draw nothing anywhere, but do nothing either.
            // A byte of a file's name that is no UTF-8 stands in one of these ranges, and must not pass for text.
            default: scalar.value & 0xFFFE == 0xFFFE || FileName.byte(scalar) != nil
            }
        }
    }

    /// `\u001b`; above U+FFFF two of these, as in JSON.
    package static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar).map { unit in unit.map { "\\u" + hexadecimal($0) }.joined() } ?? ""
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The text with its hazards written as escapes.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHazard) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isHazard(scalar) { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
        }
    }
}
