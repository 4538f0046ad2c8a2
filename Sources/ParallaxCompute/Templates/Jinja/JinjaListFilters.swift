extension JinjaEvaluator {
    /// The filters of lists; any other name is refused.
    func listFilter(_ name: String, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch name {
        case "first": return try elements(of: value).first ?? .undefined("the first of nothing")
        case "last": return try elements(of: value).last ?? .undefined("the last of nothing")
        case "list": return try made(try elements(of: value))
        case "join":
            var elements = try elements(of: value)
            if let name = arguments[1, "attribute"] { elements = try elements.map { try item(name, of: $0) } }
            return try joined(.list(elements), try arguments[0, "d"].map { try printed($0) } ?? "")
        case "reverse":
            if case .string(let text) = value { return try made(String(String.UnicodeScalarView(text.unicodeScalars.reversed()))) }
            return try made(try elements(of: value).reversed())
        case "items":
            guard case .mapping(let mapping) = value else {
                guard value.isUndefined else { throw refused("a mapping for the filter items", value.kind) }
                return .list([])
            }
            return try made(mapping.entries.map { .list([$0.key, $0.value]) })
        case "dictsort":
            guard case .mapping(let mapping) = value else { throw refused("a mapping for the filter dictsort", value.kind) }
            return try made(try sorted(mapping.entries.map { .list([$0.key, $0.value]) }, isCaseSensitive: false) { try self.item(.integer(0), of: $0) })
        case "sort":
            let attribute = arguments[2, "attribute"]
            let ascending = try sorted(try elements(of: value), isCaseSensitive: arguments[1, "case_sensitive"]?.isTrue == true) { element in
                try attribute.map { try self.item($0, of: element) } ?? element
            }
            // Equal elements keep their order either way, which a reversal would turn round.
            guard arguments[0, "reverse"]?.isTrue != true else { throw refused("a filter sort that goes up", "reverse=true") }
            return try made(ascending)
        case "unique":
            var found: [JinjaValue] = []
            for element in try elements(of: value) {
                try charge(found.count)
                if !found.contains(where: { $0 == element }) { found.append(element) }
            }
            return try made(found)
        case "sum":
            return try elements(of: value).reduce(arguments[1, "start"] ?? .integer(0)) { sum, element in
                try arithmetic(sum, .add, try arguments[0, "attribute"].map { try item($0, of: element) } ?? element)
            }
        case "map": return try mapped(value, arguments)
        case "select", "reject":
            return try made(try elements(of: value).filter { try selects($0, arguments, firstArgument: 0) == (name == "select") })
        case "selectattr", "rejectattr":
            guard let attribute = arguments.positional.first else { throw refused("an attribute for the filter \(name)", "none") }
            return try made(try elements(of: value).filter { try selects(try item(attribute, of: $0), arguments, firstArgument: 1) == (name == "selectattr") })
        default: throw refused("a filter that Parallax knows", "| \(name)")
        }
    }

    private func mapped(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        if let attribute = arguments["attribute"] {
            return try made(try elements(of: value).map { element in
                let found = try item(attribute, of: element)
                return found.isUndefined ? arguments["default"] ?? found : found
            })
        }
        guard let name = arguments.positional.first?.text else { throw refused("a filter's name or an attribute for the filter map", "neither") }
        let rest = JinjaCall(positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        return try made(try elements(of: value).map { element in try nested { try filter(name, element, rest) } })
    }

    private func selects(_ value: JinjaValue, _ arguments: JinjaCall, firstArgument: Int) throws -> Bool {
        guard firstArgument < arguments.positional.count else { return value.isTrue }
        guard let name = arguments.positional[firstArgument].text else { throw refused("a test's name", arguments.positional[firstArgument].kind) }
        return try test(name, value, JinjaCall(positional: Array(arguments.positional.dropFirst(firstArgument + 1))))
    }

    /// In ascending order, equal elements in the order they had.
    private func sorted(_ elements: [JinjaValue], isCaseSensitive: Bool, by key: (JinjaValue) throws -> JinjaValue) throws -> [JinjaValue] {
        try charge(elements.count * (1 + elements.count.bitWidth - elements.count.leadingZeroBitCount))
        let keyed = try elements.enumerated().map { index, element -> (index: Int, key: JinjaValue, element: JinjaValue) in
            let value = try key(element)
            return (index, isCaseSensitive ? value : value.text.map { .string(JinjaText.lower($0)) } ?? value, element)
        }
        return try keyed.sorted { left, right in
            if try precedes(left.key, right.key, "sort") { return true }
            return try !precedes(right.key, left.key, "sort") && left.index < right.index
        }.map(\.element)
    }
}
