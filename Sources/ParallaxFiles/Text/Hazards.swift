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
