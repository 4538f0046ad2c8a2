/// Strings as Python's `repr` prints them: 'it\'s', "don't", '\n', '\x07', '\u2028', '\U0001f600'.
enum PythonString {
    /// The string at the front of `text`, which is taken off; nil where none begins there or it has no end.
    static func take(_ text: inout Substring) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"" else { return nil }
        var rest = text.unicodeScalars.dropFirst()
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == quote.unicodeScalars.first {
                text = Substring(rest)
                return String(value)
            }
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            guard let escape = rest.popFirst() else { return nil }
            switch escape {
            case "n": value.append("\n")
            case "t": value.append("\t")
            case "r": value.append("\r")
            case "\\", "'", "\"": value.append(escape)
            case "x": hexadecimal(2, escape, &rest, into: &value)
            case "u": hexadecimal(4, escape, &rest, into: &value)
            case "U": hexadecimal(8, escape, &rest, into: &value)
            default: value.append(contentsOf: ["\\", escape])
            }
        }
        return nil
    }

    /// So many digits as a character; half a surrogate pair is none and becomes the replacement character; without the digits the escape stays.
    private static func hexadecimal(_ digits: Int, _ escape: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView, into value: inout String.UnicodeScalarView) {
        let written = rest.prefix(digits)
        guard written.count == digits, written.allSatisfy({ $0.properties.isASCIIHexDigit }), let code = UInt32(String(String.UnicodeScalarView(written)), radix: 16) else {
            value.append(contentsOf: ["\\", escape])
            return
        }
        rest = rest.dropFirst(digits)
        value.append(Unicode.Scalar(code) ?? "\u{fffd}")
    }
}
