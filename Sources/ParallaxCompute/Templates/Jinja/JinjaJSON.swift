/// Writes values as Python's `json.dumps(value, ensure_ascii=False)` does.
struct JinjaJSON {
    let indent: String?
    let itemSeparator: String
    let keySeparator: String
    let sortsKeys: Bool

    /// - Throws: what `refuse` makes of a value that JSON cannot hold.
    func text(_ value: JinjaValue, level: Int = 0, refuse: (JinjaValue) -> Complaint) throws -> String {
        switch value {
        case .none: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return "\(number)"
        case .number(let number): return number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : JinjaValue.python(number)
        case .string(let text): return Self.quoted(text)
        case .list(let elements):
            return bracketed("[", "]", try elements.map { try text($0, level: level + 1, refuse: refuse) }, level)
        case .mapping(let mapping):
            var members = try mapping.entries.map { entry in
                (key: try key(entry.key, refuse), value: try text(entry.value, level: level + 1, refuse: refuse))
            }
            if sortsKeys { members.sort { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) } }
            return bracketed("{", "}", members.map { Self.quoted($0.key) + keySeparator + $0.value }, level)
        default: throw refuse(value)
        }
    }

    private func key(_ key: JinjaValue, _ refuse: (JinjaValue) -> Complaint) throws -> String {
        switch key {
        case .string(let text): text
        case .list, .mapping: throw refuse(key)
        default: try text(key, refuse: refuse)
        }
    }

    private func bracketed(_ open: String, _ close: String, _ items: [String], _ level: Int) -> String {
        guard !items.isEmpty else { return open + close }
        guard let indent else { return open + items.joined(separator: itemSeparator) + close }
        let inner = "\n" + String(repeating: indent, count: level + 1)
        return open + inner + items.joined(separator: itemSeparator + inner) + "\n" + String(repeating: indent, count: level) + close
    }

    private static func quoted(_ text: String) -> String {
        var result = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\u{08}": result.append(contentsOf: "\\b".unicodeScalars)
            case "\u{0C}": result.append(contentsOf: "\\f".unicodeScalars)
            case _ where scalar.value < 0x20: result.append(contentsOf: "\\u00\(String(scalar.value + 0x100, radix: 16).suffix(2))".unicodeScalars)
            default: result.append(scalar)
            }
        }
        result.append("\"")
        return String(result)
    }
}
