extension JinjaEvaluator {
    /// `value | name`.
    func filter(_ name: JinjaNamed<JinjaFilter>, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.call)
        guard let filter = name.meaning else { throw refused("a filter that Parallax knows", "| \(name.word)") }
        switch filter {
        case .standard, .d:
            let replaces = value.isUndefined || (arguments[1, "boolean"]?.isTrue == true && !value.isTrue)
            return replaces ? arguments[0, "default_value"] ?? .string(.empty) : value
        case .length, .count: return .integer(try length(of: value))
        case .first: return try sequence(of: value)[0] ?? .undefined(.other("the first of nothing"))
        case .last:
            let list = try sequence(of: value)
            return list[list.count - 1] ?? .undefined(.other("the last of nothing"))

        case .string, .safe: return .string(try printed(value))
        case .trim: return .string(try stripped(try printed(value), arguments[0, "chars"]?.text, left: true, right: true))
        case .upper: return .string(try printed(value).uppercased(allowance))
        case .lower: return .string(try printed(value).lowercased(allowance))
        case .capitalize: return .string(try printed(value).capitalized(allowance))
        case .title: return .string(try printed(value).titlecased(allowance))
        case .escape, .e, .forceescape: return .string(try escaped(try printed(value)))
        case .indent: return .string(try indented(try printed(value), arguments))
        case .tojson: return .string(try json(value, arguments))
        case .replace:
            guard let old = arguments[0, "old"], let new = arguments[1, "new"] else { throw refused("two strings for the filter replace", "fewer") }
            return try replaced(try printed(value), try printed(old), try printed(new), limit: arguments[2, "count"]?.whole ?? -1)

        case .int: return .integer(try wholeNumber(value) ?? arguments[0, "default"]?.whole ?? 0)
        case .float: return .number(try value.numeric ?? numeral(value).flatMap { Double($0) } ?? arguments[0, "default"]?.numeric ?? 0)
        case .abs: return try magnitude(value)

        case .list: return .list(try sequence(of: value))
        case .join: return .string(try joined(value, arguments))
        case .reverse:
            if case .string(let text) = value { return .string(try text.reversed(allowance)) }
            return try list(try elements(of: value).reversed())
        case .items: return try list(try entries(of: value))
        case .dictsort: return try list(try sorted(try pairs(of: value, "dictsort"), isCaseSensitive: false) { try self.item(.integer(0), of: $0) })
        case .sort: return try list(try sorted(value, arguments))
        case .unique: return .list(try unique(value))
        case .sum: return try sum(value, arguments)
        case .map: return try list(try mapped(value, arguments))
        case .select, .reject: return try list(try selected(value, by: nil, arguments.positional[...], filter == .select))
        case .selectattr, .rejectattr:
            guard let attribute = arguments.positional.first else { throw refused("an attribute for the filter \(name.word)", "none") }
            return try list(try selected(value, by: attribute, arguments.positional.dropFirst(), filter == .selectattr))
        }
    }

    private func length(of value: JinjaValue) throws -> Int {
        switch value {
        case .string(let text): text.scalarCount
        case .mapping(let mapping): mapping.table.count
        default: try sequence(of: value).count
        }
    }
}
