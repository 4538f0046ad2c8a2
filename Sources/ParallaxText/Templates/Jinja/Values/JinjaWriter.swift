/// Makes a text piece by piece: the only way to a long one. It is held, counted and bounded while it grows.
final class JinjaWriter: JinjaHolding {
    private var text = ""
    /// Bytes of the prompt that this writer makes may be fewer than those of another text.
    private let longestPrompt: Int?
    /// How many namespaces are being printed, each inside of the one before.
    var namespaceDepth = 0
    static let deepestNamespace = 20

    init(_ allowance: JinjaAllowance, longestPrompt: Int? = nil) throws {
        self.longestPrompt = longestPrompt
        try super.init(96, allowance)
    }

    var byteCount: Int { text.utf8.count }

    /// The text as the template's output.
    var contents: String { text }

    private func prepare(_ count: Int, price: Int) throws {
        try allowance.spend(JinjaPrice.copied, times: count + price)
        try allowance.checkLength(byteCount + count)
        if let longestPrompt, byteCount + count > longestPrompt {
            throw allowance.refused("a prompt of at most \(longestPrompt) bytes for messages like these", "a longer one")
        }
        // A string that grows keeps up to twice its bytes.
        try grow(by: 2 * count)
    }

    func append(_ piece: String) throws {
        try prepare(piece.utf8.count, price: JinjaPrice.piece)
        text += piece
    }

    func append(_ scalar: Unicode.Scalar) throws {
        try prepare(UTF8.width(scalar), price: JinjaPrice.piece)
        text.unicodeScalars.append(scalar)
    }

    func append(_ piece: JinjaString) throws { try append(piece, 0..<piece.byteCount) }

    /// A part of a text, between two of its bytes.
    func append(_ piece: JinjaString, _ bytes: Range<Int>) throws {
        guard !bytes.isEmpty else { return }
        try prepare(bytes.count, price: JinjaPrice.piece)
        try piece.withPart(bytes, allowance) { text += $0 }
    }

    /// Makes room for a text whose length is known: one that grows by itself is copied on the way, which costs more than its bytes.
    func reserve(_ count: Int) throws {
        try allowance.checkLength(byteCount + count)
        try allowance.spend(JinjaPrice.copied, times: count)
        text.reserveCapacity(byteCount + count)
    }

    /// A text so many times, which together may be as long as a text.
    func append(_ piece: JinjaString, times count: Int) throws {
        try prepare(piece.byteCount * count, price: 0)
        text.reserveCapacity(byteCount + piece.byteCount * count)
        for _ in 0..<count {
            try allowance.spend(JinjaPrice.piece)
            try piece.withPart(0..<piece.byteCount, allowance) { text += $0 }
        }
    }

    /// The text; the writer is empty afterwards.
    func finish() throws -> JinjaString {
        let made = text
        text = ""
        try grow(by: -2 * made.utf8.count)
        return try JinjaString(made, allowance)
    }

    /// A text that `body` writes.
    static func text(_ allowance: JinjaAllowance, _ body: (JinjaWriter) throws -> Void) throws -> JinjaString {
        let writer = try JinjaWriter(allowance)
        try body(writer)
        return try writer.finish()
    }
}

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

    private func bracketed<Item>(
        _ open: String, _ close: String, _ items: [Item], _ style: JinjaJSONStyle, _ level: Int, _ write: (Item) throws -> Void
    ) throws {
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
