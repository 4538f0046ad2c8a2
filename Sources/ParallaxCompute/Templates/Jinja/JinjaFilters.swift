extension JinjaEvaluator {
    /// `value | name`.
    func filter(_ name: String, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch name {
        case "default", "d":
            let replaces = value.isUndefined || (arguments[1, "boolean"]?.isTrue == true && !value.isTrue)
            return replaces ? arguments[0, "default_value"] ?? .string("") : value
        case "length", "count":
            if case .string(let text) = value { return .integer(text.unicodeScalars.count) }
            return .integer(try elements(of: value).count)
        case "tojson": return try json(value, arguments)
        case "trim":
            let characters: String? = if let given = arguments[0, "chars"], case .string(let text) = given { text } else { nil }
            return try made(JinjaText.stripped(try printed(value), characters, left: true, right: true))
        case "upper": return try made(JinjaText.upper(try printed(value)))
        case "lower": return try made(JinjaText.lower(try printed(value)))
        case "capitalize": return try made(JinjaText.capitalized(try printed(value)))
        case "title": return try made(JinjaText.title(try printed(value)))
        case "string", "safe": return try made(try printed(value))
        case "escape", "e", "forceescape": return try escaped(try printed(value))
        case "replace":
            guard let old = arguments[0, "old"], let new = arguments[1, "new"] else { throw refused("two strings for the filter replace", "fewer") }
            return try replaced(try printed(value), try printed(old), try printed(new), limit: arguments[2, "count"]?.whole ?? -1)
        case "indent": return try indented(try printed(value), arguments)
        case "int": return .integer(wholeNumber(value) ?? arguments[0, "default"]?.whole ?? 0)
        case "float": return .number(value.numeric ?? value.text.flatMap { Double(JinjaText.stripped($0, nil, left: true, right: true)) } ?? arguments[0, "default"]?.numeric ?? 0)
        case "abs":
            guard let number = value.numeric else { throw refused("a number for the filter abs", value.kind) }
            guard let whole = value.whole else { return .number(abs(number)) }
            return whole < 0 ? try arithmetic(.integer(0), .subtract, .integer(whole)) : .integer(whole)
        default: return try listFilter(name, value, arguments)
        }
    }

    private func json(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        var indent: String?
        switch arguments[1, "indent"] {
        case nil, JinjaValue.none?: break
        case .integer(let width)? where (0...32).contains(width): indent = String(repeating: " ", count: width)
        case .string(let text)? where text.utf8.count <= 32: indent = text
        case let other?: throw refused("an indent of at most 32 for tojson", other.printed)
        }
        var separators = (item: indent == nil ? ", " : ",", key: ": ")
        if case .list(let given)? = arguments[2, "separators"] {
            guard given.count == 2, let item = given[0].text, let key = given[1].text else { throw refused("two strings as separators of tojson", "others") }
            separators = (item, key)
        }
        if arguments[0, "ensure_ascii"]?.isTrue == true { throw refused("no ensure_ascii at tojson", "true") }
        try charge(size(of: value) / 8)
        let json = JinjaJSON(indent: indent, itemSeparator: separators.item, keySeparator: separators.key, sortsKeys: arguments[3, "sort_keys"]?.isTrue == true)
        return try made(try json.text(value) { refused("a value that JSON can hold at tojson", $0.kind) })
    }

    private func escaped(_ text: String) throws -> JinjaValue {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'": result += "&#39;"
            case "\"": result += "&#34;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return try made(result)
    }

    private func indented(_ text: String, _ arguments: JinjaCall) throws -> JinjaValue {
        let indent: String
        switch arguments[0, "width"] {
        case nil: indent = "    "
        case .integer(let width)? where (0...100).contains(width): indent = String(repeating: " ", count: width)
        case .string(let text)?: indent = text
        case let other?: throw refused("a width of at most 100 for the filter indent", other.printed)
        }
        let (first, blank) = (arguments[1, "first"]?.isTrue == true, arguments[2, "blank"]?.isTrue == true)
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        try charge(lines.count * (1 + indent.utf8.count / 16))
        return try made(lines.enumerated().map { index, line in
            (index == 0 ? first : blank || !line.isEmpty) ? indent + line : line
        }.joined(separator: "\n"))
    }

    private func wholeNumber(_ value: JinjaValue) -> Int? {
        switch value {
        case .bool, .integer: value.whole
        case .number(let number): Int(exactly: number.rounded(.towardZero))
        case .string(let text):
            Int(JinjaText.stripped(text, nil, left: true, right: true)) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
        default: nil
        }
    }
}
