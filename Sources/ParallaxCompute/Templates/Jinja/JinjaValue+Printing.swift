import Foundation

extension JinjaValue {
    /// How `{{ }}` prints it: Python's str().
    var printed: String {
        switch self {
        case .undefined: ""
        case .string(let text): text
        default: representation
        }
    }

    /// How it prints inside of a list: Python's repr().
    var representation: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .integer(let number): "\(number)"
        case .number(let number): Self.python(number)
        case .string(let text): Self.quoted(text)
        case .list(let elements): "[" + elements.map(\.representation).joined(separator: ", ") + "]"
        case .mapping(let mapping): "{" + mapping.entries.map { "\($0.key.representation): \($0.value.representation)" }.joined(separator: ", ") + "}"
        case .namespace: "<Namespace>"
        case .loop: "<LoopContext>"
        case .macro(let macro): "<Macro \(Self.quoted(macro.name))>"
        case .function(let name), .method(_, let name): "<function \(name)>"
        }
    }

    /// A floating point number as Python writes it: the shortest digits that give it back, an exponent below 1e-4 and from 1e16 on.
    static func python(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let text = "\(number)"
        guard let mark = text.firstIndex(of: "e") else { return text }
        var mantissa = text[..<mark]
        let exponent = Int(text[text.index(after: mark)...]) ?? 0
        if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
        let digits = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(digits)"
    }

    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
        var result = String.UnicodeScalarView([quote])
        for scalar in scalars {
            switch scalar {
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case quote: result.append(contentsOf: ["\\", quote])
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                result.append(contentsOf: "\\x\(String(scalar.value + 0x100, radix: 16).suffix(2))".unicodeScalars)
            default: result.append(scalar)
            }
        }
        result.append(quote)
        return String(result)
    }
}
