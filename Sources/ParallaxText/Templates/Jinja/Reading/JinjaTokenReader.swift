/// Reads one token inside of a tag.
struct JinjaTokenReader {
    let source: [Unicode.Scalar]
    var position: Int
    let allowance: JinjaAllowance

    private static let symbols = [
        "**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", "<", ">", "=", ".", ":", "|", ",",
        ";"
    ]
    .map { (text: $0, scalars: Array($0.unicodeScalars)) }

    private func refused(_ expected: String, _ found: String) -> Complaint {
        allowance.refused(expected, found)
    }

    /// The token at the position, which is no white space.
    mutating func next() throws -> JinjaToken.Kind {
        let scalar = source[position]
        if scalar == "'" || scalar == "\"" { return .string(try string(quote: scalar)) }
        if scalar.isDigit { return try number() }
        if scalar == "_" || scalar.properties.isXIDStart {
            let start = position
            while position < source.count, source[position] == "_" || source[position].properties.isXIDContinue { position += 1 }
            return .name(JinjaWord(String(String.UnicodeScalarView(source[start..<position]))))
        }
        for symbol in Self.symbols where source[position...].starts(with: symbol.scalars) {
            position += symbol.scalars.count
            return .symbol(symbol.text)
        }
        throw refused("a name, a string, a number or an operator", "\"\(scalar)\"")
    }

    private mutating func number() throws -> JinjaToken.Kind {
        let start = position
        var isWhole = true
        func digits() {
            while position < source.count, source[position].isDigit || source[position] == "_" { position += 1 }
        }
        digits()
        if position + 1 < source.count, source[position] == ".", source[position + 1].isDigit {
            isWhole = false
            position += 1
            digits()
        }
        if position < source.count, source[position] == "e" || source[position] == "E" {
            let mark = position
            position += 1
            if position < source.count, source[position] == "+" || source[position] == "-" { position += 1 }
            if position < source.count, source[position].isDigit {
                isWhole = false
                digits()
            } else {
                position = mark
            }
        }
        let text = String(String.UnicodeScalarView(source[start..<position].filter { $0 != "_" }))
        if isWhole, let whole = Int(foreign: text) { return .integer(whole) }
        guard !isWhole, let number = Double(text) else {
            throw refused("a number of at most 18 digits", JinjaAllowance.excerpt(text, bytes: 40))
        }
        return .number(number)
    }

    private mutating func string(quote: Unicode.Scalar) throws -> String {
        position += 1
        var text = String.UnicodeScalarView()
        while position < source.count {
            let scalar = source[position]
            position += 1
            if scalar == quote { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard position < source.count else { break }
            try escape(into: &text)
        }
        throw refused("a closing \(quote)", "the end of the template")
    }

    /// An escape as Python reads it; an unknown one stays as it is written.
    private mutating func escape(into text: inout String.UnicodeScalarView) throws {
        let scalar = source[position]
        position += 1
        switch scalar {
        case "\n": break
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "r": text.append("\r")
        case "a": text.append("\u{07}")
        case "b": text.append("\u{08}")
        case "f": text.append("\u{0C}")
        case "v": text.append("\u{0B}")
        case "\\", "'", "\"": text.append(scalar)
        case "x": text.append(try code(digits: 2...2, radix: 16))
        case "u": text.append(try code(digits: 4...4, radix: 16))
        case "U": text.append(try code(digits: 8...8, radix: 16))
        case "0"..."7":
            position -= 1
            text.append(try code(digits: 1...3, radix: 8))
        case "N": throw refused("no \\N{…} in a string", "one")
        default:
            text.append("\\")
            text.append(scalar)
        }
    }

    private mutating func code(digits: ClosedRange<Int>, radix: Int) throws -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, position < source.count, let digit = Character(source[position]).hexDigitValue, digit < radix {
            value = value &* UInt32(clamping: radix) &+ UInt32(clamping: digit)
            position += 1
            count += 1
        }
        guard count >= digits.lowerBound, let scalar = Unicode.Scalar(value) else {
            throw refused("a character's number after a backslash", "another")
        }
        return scalar
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }
}
