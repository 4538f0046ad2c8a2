/// How a value is written as JSON: Python's `json.dumps(value, ensure_ascii=False)`.
struct JinjaJSONStyle {
    var indent: JinjaString?
    var itemSeparator: JinjaString
    var keySeparator: JinjaString
    var sortsKeys = false
}

extension JinjaWriter {
    /// - Throws: a complaint about a value that JSON cannot hold.
    func json(_ value: JinjaValue, _ style: JinjaJSONStyle, level: Int = 0) throws {
        switch value {
        case .none: try append("null")
        case .bool(let flag): try append(flag ? "true" : "false")
        case .integer(let number): try append("\(number)")
        case .number(let number) where number.isFinite: try append(number)
        case .number(let number): try append(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
        case .string(let text): try quoteJSON(text)
        case .list(let list) where list.form.isList || list.form.isTuple:
            try bracketed("[", "]", try list.elements(), style, level) { try json($0, style, level: level + 1) }
        case .mapping(let mapping):
            var members = try mapping.table.entries().map { (key: try key($0.key, style), value: $0.value) }
            if style.sortsKeys {
                try members.sort { left, right in
                    try allowance.spend(JinjaPrice.comparison)
                    return try left.key.precedes(right.key, allowance)
                }
            }
            try bracketed("{", "}", members, style, level) { member in
                try quoteJSON(member.key)
                try append(style.keySeparator)
                try json(member.value, style, level: level + 1)
            }
        default: throw allowance.refused("a value that JSON can hold at tojson", value.kind)
        }
    }

    private func key(_ key: JinjaValue, _ style: JinjaJSONStyle) throws -> JinjaString {
        switch key {
        case .string(let text): return text
        case .list, .mapping: throw allowance.refused("a key that JSON can hold at tojson", key.kind)
        default: return try JinjaWriter.text(allowance) { try $0.json(key, style) }
        }
    }

    private func bracketed<Item>(_ open: String, _ close: String, _ items: [Item], _ style: JinjaJSONStyle, _ level: Int, _ write: (Item) throws -> Void) throws {
        try append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { try append(style.itemSeparator) }
            try breakLine(style, level + 1)
            try write(item)
        }
        if !items.isEmpty { try breakLine(style, level) }
        try append(close)
    }

    private func breakLine(_ style: JinjaJSONStyle, _ level: Int) throws {
        guard let indent = style.indent else { return }
        try append("\n")
        for _ in 0..<level { try append(indent) }
    }

    /// "\u0000" and so on for control characters.
    private static let controls: [String] = (0..<0x20).map { "\\u00" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }

    private func quoteJSON(_ text: JinjaString) throws {
        try append("\"")
        try append(text) { byte in
            switch byte {
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "\\"): "\\\\"
            case UInt8(ascii: "\n"): "\\n"
            case UInt8(ascii: "\r"): "\\r"
            case UInt8(ascii: "\t"): "\\t"
            case 0x08: "\\b"
            case 0x0C: "\\f"
            case 0..<0x20: Self.controls[Int(wide: byte)]
            default: nil
            }
        }
        try append("\"")
    }
}
