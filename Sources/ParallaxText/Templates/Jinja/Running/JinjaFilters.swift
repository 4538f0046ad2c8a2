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

        case .list: return .list(try sequence(of: value).list())
        case .join: return .string(try joined(value, arguments))
        case .reverse:
            if case .string(let text) = value { return .string(try text.reversed(allowance)) }
            return try list(try elements(of: value).reversed())
        case .items: return try list(try entries(of: value))
        case .dictsort: return try list(try dictionarySorted(value, arguments))
        case .sort: return try list(try sorted(value, arguments))
        case .unique: return try list(try unique(value, arguments))
        case .min, .max: return try extreme(value, arguments, isGreatest: filter == .max)
        case .groupby: return try list(try grouped(value, arguments))
        case .batch: return try list(try batches(value, arguments))
        case .slice: return try list(try slices(value, arguments))
        case .round: return try rounded(value, arguments)
        case .attr:
            guard let name = arguments[0, "name"]?.text?.whole(upTo: 1000) else { throw refused("the name of an attribute for the filter attr", arguments[0, "name"]?.kind ?? "none") }
            if case .mapping = value, JinjaMethodName(JinjaWord(name), of: value) == nil { return .undefined(.name(name)) }
            return try attribute(JinjaWord(name), JinjaKey(name: name), of: value)
        case .center: return .string(try printed(value).padded(to: arguments[0, "width"]?.whole ?? 80, with: JinjaString(" ", allowance), .middle, allowance))
        case .wordcount:
            // Runs of what regular expressions call word characters.
            var count = 0, isInside = false
            try printed(value).scan(allowance) { scalar, _ in
                let isWord = scalar == "_" || ScalarClass(scalar) == .letter || scalar.properties.numericType != nil
                if isWord, !isInside { count += 1 }
                isInside = isWord
                return true
            }
            return .integer(count)
        case .format:
            guard arguments.named.isEmpty || arguments.positional.isEmpty else { throw refused("values in their order or by their names for the filter format", "both") }
            if arguments.named.isEmpty { return .string(try percentFormatted(try printed(value), .list(try JinjaList(arguments.positional, form: .tuple, allowance)))) }
            var table = try JinjaTable(allowance)
            for (name, value) in arguments.named { try table.set(name, value) }
            return .string(try percentFormatted(try printed(value), .mapping(JinjaMapping(table))))
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
