extension JinjaEvaluator {
    /// `value | name`.
    func filter(_ name: JinjaWord, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.step)
        switch name {
        case "default", "d":
            let replaces = value.isUndefined || (arguments[1, "boolean"]?.isTrue == true && !value.isTrue)
            return replaces ? arguments[0, "default_value"] ?? .string(.empty) : value
        case "length", "count":
            switch value {
            case .string(let text): return .integer(text.scalarCount)
            case .mapping(let mapping): return .integer(mapping.table.count)
            default: return .integer(try sequence(of: value).count)
            }
        case "tojson": return try json(value, arguments)
        case "trim":
            let characters: JinjaString? = if let given = arguments[0, "chars"], case .string(let text) = given { text } else { nil }
            return .string(try stripped(try printed(value), characters, left: true, right: true))
        case "upper": return .string(try printed(value).uppercased(allowance))
        case "lower": return .string(try printed(value).lowercased(allowance))
        case "capitalize": return .string(try printed(value).capitalized(allowance))
        case "title": return .string(try printed(value).titlecased(allowance))
        case "string", "safe": return .string(try printed(value))
        case "escape", "e", "forceescape": return .string(try escaped(try printed(value)))
        case "replace":
            guard let old = arguments[0, "old"], let new = arguments[1, "new"] else { throw refused("two strings for the filter replace", "fewer") }
            return try replaced(try printed(value), try printed(old), try printed(new), limit: arguments[2, "count"]?.whole ?? -1)
        case "indent": return .string(try indented(try printed(value), arguments))
        case "int": return .integer(try wholeNumber(value) ?? arguments[0, "default"]?.whole ?? 0)
        case "float": return .number(try value.numeric ?? numeral(value).flatMap { Double($0) } ?? arguments[0, "default"]?.numeric ?? 0)
        case "abs":
            guard let number = value.numeric else { throw refused("a number for the filter abs", value.kind) }
            guard let whole = value.whole else { return .number(abs(number)) }
            return whole < 0 ? try arithmetic(.integer(0), .subtract, .integer(whole)) : .integer(whole)
        default: return try listFilter(name, value, arguments)
        }
    }

    private func json(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        var indent: JinjaString?
        switch arguments[1, "indent"] {
        case nil, JinjaValue.none?: break
        case .integer(let width)? where (0...32).contains(width): indent = try JinjaString(" ").repeated(width, allowance)
        case .string(let text)? where text.byteCount <= 32: indent = text
        case let other?: throw refused("an indent of at most 32 for tojson", other.excerpt)
        }
        var style = JinjaJSONStyle(indent: indent, itemSeparator: try JinjaString(indent == nil ? ", " : ",", allowance), keySeparator: try JinjaString(": ", allowance))
        if case .list(let given)? = arguments[2, "separators"] {
            guard given.count == 2, let item = given[0]?.text, let key = given[1]?.text else { throw refused("two strings as separators of tojson", "others") }
            (style.itemSeparator, style.keySeparator) = (item, key)
        }
        if arguments[0, "ensure_ascii"]?.isTrue == true { throw refused("no ensure_ascii at tojson", "true") }
        style.sortsKeys = arguments[3, "sort_keys"]?.isTrue == true
        return .string(try JinjaWriter.text(allowance) { try $0.json(value, style) })
    }

    private func escaped(_ text: JinjaString) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            try writer.append(text) { byte in
                switch byte {
                case UInt8(ascii: "&"): "&amp;"
                case UInt8(ascii: "<"): "&lt;"
                case UInt8(ascii: ">"): "&gt;"
                case UInt8(ascii: "'"): "&#39;"
                case UInt8(ascii: "\""): "&#34;"
                default: nil
                }
            }
        }
    }

    private func indented(_ text: JinjaString, _ arguments: JinjaCall) throws -> JinjaString {
        let indent: JinjaString
        switch arguments[0, "width"] {
        case nil: indent = try JinjaString("    ", allowance)
        case .integer(let width)? where (0...100).contains(width): indent = try JinjaString(" ").repeated(width, allowance)
        case .string(let text)?: indent = text
        case let other?: throw refused("a width of at most 100 for the filter indent", other.excerpt)
        }
        let (first, blank) = (arguments[1, "first"]?.isTrue == true, arguments[2, "blank"]?.isTrue == true)
        return try JinjaWriter.text(allowance) { writer in
            try text.forEachPart(between: JinjaString("\n"), allowance) { line in
                let isFirst = line.lowerBound == 0
                if !isFirst { try writer.append("\n") }
                if isFirst ? first : blank || !line.isEmpty { try writer.append(indent) }
                try writer.append(text, line)
            }
        }
    }

    /// A text that may be a number's, without the white space around it.
    private func numeral(_ value: JinjaValue) throws -> String? {
        guard let text = value.text else { return nil }
        let numeral = try stripped(text, nil, left: true, right: true)
        try allowance.spend(JinjaPrice.classified, times: numeral.byteCount)
        return numeral.whole(upTo: JinjaAllowance.longestText)
    }

    private func wholeNumber(_ value: JinjaValue) throws -> Int? {
        switch value {
        case .bool, .integer: return value.whole
        case .number(let number): return Int(exactly: number.rounded(.towardZero))
        default:
            guard let text = try numeral(value) else { return nil }
            return Int(text) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
        }
    }
}
