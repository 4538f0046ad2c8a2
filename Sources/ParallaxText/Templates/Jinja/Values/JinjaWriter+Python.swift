import Foundation

extension JinjaWriter {
    /// How `{{ }}` prints a value: Python's str().
    func print(_ value: JinjaValue) throws {
        switch value {
        case .undefined: break
        case .string(let text): try append(text)
        default: try represent(value)
        }
    }

    /// How a value prints inside of a list: Python's repr().
    func represent(_ value: JinjaValue) throws {
        switch value {
        case .undefined: try append("Undefined")
        case .none: try append("None")
        case .bool(let flag): try append(flag ? "True" : "False")
        case .integer(let number): try append("\(number)")
        case .number(let number): try append(number)
        case .string(let text): try quote(text)
        case .list(let list): try represent(list)
        case .mapping(let mapping):
            try append("{")
            for (index, entry) in try mapping.table.entries().enumerated() {
                if index > 0 { try append(", ") }
                try represent(entry.key)
                try append(": ")
                try represent(entry.value)
            }
            try append("}")
        case .namespace(let namespace):
            // One that holds itself has no end.
            try allowance.spend(JinjaPrice.step)
            namespaceDepth += 1
            defer { namespaceDepth -= 1 }
            guard namespaceDepth <= Self.deepestNamespace else {
                throw allowance.refused("namespaces of at most \(Self.deepestNamespace) levels to print", "deeper ones")
            }
            try append("<Namespace ")
            try represent(.mapping(JinjaMapping(namespace.table)))
            try append(">")
        case .loop: try append("<LoopContext>")
        case .macro(let macro):
            try append("<Macro ")
            try quote(JinjaString(foreign: macro.name.word.text, allowance))
            try append(">")
        case .caller: try append("<Macro 'caller'>")
        case .function(let function): try append("<function \(function.rawValue)>")
        case .method(let method): try append("<function \(method.name.text)>")
        }
    }

    private func represent(_ list: JinjaList) throws {
        let (before, after): (String, String)
        switch list.form {
        case .list: (before, after) = ("[", "]")
        case .tuple, .group: (before, after) = ("(", list.count == 1 ? ",)" : ")")
        case .keys: (before, after) = ("dict_keys([", "])")
        case .values: (before, after) = ("dict_values([", "])")
        case .items: (before, after) = ("dict_items([", "])")
        case .range(let start, let stop, let step): return try append("range(\(start), \(stop)\(step == 1 ? "" : ", \(step)"))")
        }
        try append(before)
        for (index, element) in try list.elements().enumerated() {
            if index > 0 { try append(", ") }
            try represent(element)
        }
        try append(after)
    }

    /// A number that is not whole, whose shortest digits have to be found.
    func append(_ number: Double) throws {
        try allowance.spend(2 * JinjaPrice.step)
        try append(JinjaValue.python(number))
    }

    private func quote(_ text: JinjaString) throws {
        let quote =
            try text.hasByte(UInt8(ascii: "'"), allowance) && !text.hasByte(UInt8(ascii: "\""), allowance)
            ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        try append(Unicode.Scalar(quote))
        try append(text) { byte in
            switch byte {
            case UInt8(ascii: "\n"): "\\n"
            case UInt8(ascii: "\r"): "\\r"
            case UInt8(ascii: "\t"): "\\t"
            case UInt8(ascii: "\\"): "\\\\"
            case quote: quote == UInt8(ascii: "'") ? "\\'" : "\\\""
            case 0..<0x20, 0x7F: Self.escapes[Int(wide: byte)]
            default: nil
            }
        }
        try append(Unicode.Scalar(quote))
    }

    /// "\x00" and so on for ASCII.
    private static let escapes: [String] = (0..<0x80).map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }

    /// A text with some of its ASCII characters replaced; the runs between them are copied whole.
    func append(_ text: JinjaString, replacing replacement: (UInt8) -> String?) throws {
        try text.withBytes(JinjaPrice.scanned, allowance) { bytes in
            var start = 0
            for (place, byte) in bytes.enumerated() where byte < 0x80 {
                guard let piece = replacement(byte) else { continue }
                try append(text, start..<place)
                try append(piece)
                start = place + 1
            }
            try append(text, start..<bytes.count)
        }
    }
}

extension JinjaValue {
    /// The text that `{{ }}` prints.
    func printed(_ allowance: JinjaAllowance) throws -> JinjaString {
        if case .string(let text) = self { return text }
        return try JinjaWriter.text(allowance) { try $0.print(self) }
    }

    /// A floating point number as Python writes it: the shortest digits that give it back, an exponent below 1e-4 and from 1e16 on.
    static func python(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let text = "\(number)"
        guard let mark = text.firstIndex(of: "e") else { return text }
        var mantissa = text[..<mark]
        let exponent = Int(foreign: text[text.index(after: mark)...]) ?? 0
        if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
        let digits = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(digits)"
    }
}
