extension JinjaEvaluator {
    /// The filters of lists; any other name is refused.
    func listFilter(_ name: JinjaWord, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch name {
        case "first": return try sequence(of: value)[0] ?? .undefined(.other("the first of nothing"))
        case "last":
            let list = try sequence(of: value)
            return list[list.count - 1] ?? .undefined(.other("the last of nothing"))
        case "list": return .list(try sequence(of: value))
        case "join":
            var list = try sequence(of: value)
            if let attribute = attribute(arguments[1, "attribute"]) { list = try JinjaList(try list.elements().map { try item(attribute, of: $0) }, allowance) }
            return .string(try joined(list, try arguments[0, "d"].map { try printed($0) } ?? .empty))
        case "reverse":
            if case .string(let text) = value { return .string(try text.reversed(allowance)) }
            return try list(try elements(of: value).reversed())
        case "items":
            guard case .mapping(let mapping) = value else {
                guard value.isUndefined else { throw refused("a mapping for the filter items", value.kind) }
                return try list([])
            }
            return try list(try mapping.table.pairs())
        case "dictsort":
            guard case .mapping(let mapping) = value else { throw refused("a mapping for the filter dictsort", value.kind) }
            return try list(try sorted(try mapping.table.pairs(), isCaseSensitive: false) { try self.item(.integer(0), of: $0) })
        case "sort":
            let attribute = attribute(arguments[2, "attribute"])
            let ascending = try sorted(try elements(of: value), isCaseSensitive: arguments[1, "case_sensitive"]?.isTrue == true) { element in
                try attribute.map { try self.item($0, of: element) } ?? element
            }
            // Equal elements keep their order either way, which a reversal would turn round.
            guard arguments[0, "reverse"]?.isTrue != true else { throw refused("a filter sort that goes up", "reverse=true") }
            return try list(ascending)
        case "unique":
            // What is found is kept as a mapping's keys, which are told apart by their hashes.
            var found = try JinjaTable(allowance)
            for element in try elements(of: value) where try found.value(of: element) == nil { try found.set(element, .none) }
            return .list(try found.keyList())
        case "sum":
            let attribute = attribute(arguments[0, "attribute"])
            return try elements(of: value).reduce(arguments[1, "start"] ?? .integer(0)) { sum, element in
                try arithmetic(sum, .add, try attribute.map { try item($0, of: element) } ?? element)
            }
        case "map": return try mapped(value, arguments)
        case "select", "reject":
            let test = try selection(arguments.positional[...])
            return try list(try elements(of: value).filter { try test($0) == (name == "select") })
        case "selectattr", "rejectattr":
            guard let attribute = attribute(arguments.positional.first) else { throw refused("an attribute for the filter \(name)", "none") }
            let test = try selection(arguments.positional.dropFirst())
            return try list(try elements(of: value).filter { try test(try item(attribute, of: $0)) == (name == "selectattr") })
        default: throw refused("a filter that Parallax knows", "| \(name)")
        }
    }

    private func mapped(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        if let attribute = attribute(arguments["attribute"]) {
            return try list(try elements(of: value).map { element in
                let found = try item(attribute, of: element)
                return found.isUndefined ? arguments["default"] ?? found : found
            })
        }
        guard let name = try arguments.positional.first.flatMap(word) else { throw refused("a filter's name or an attribute for the filter map", "neither") }
        let rest = JinjaCall(positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        return try list(try elements(of: value).map { element in try nested { try filter(name, element, rest) } })
    }

    private func attribute(_ name: JinjaValue?) -> JinjaSubscript? { name.map { JinjaSubscript($0, allowance) } }

    /// The test that a filter names, with what follows as its arguments; truth where it names none.
    private func selection(_ arguments: ArraySlice<JinjaValue>) throws -> (JinjaValue) throws -> Bool {
        guard let first = arguments.first else { return { $0.isTrue } }
        guard let name = try word(first) else { throw refused("a test's name", first.kind) }
        let rest = JinjaCall(positional: Array(arguments.dropFirst()))
        return { try self.test(name, $0, rest) }
    }

    /// The name of a filter or test, as a value.
    private func word(_ value: JinjaValue) throws -> JinjaWord? {
        guard let text = value.text else { return nil }
        guard let word = text.whole(upTo: 1000) else { throw refused("the name of a filter or test", "a long text") }
        return JinjaWord(word)
    }

    /// In ascending order, equal elements in the order they had.
    private func sorted(_ elements: [JinjaValue], isCaseSensitive: Bool, by key: (JinjaValue) throws -> JinjaValue) throws -> [JinjaValue] {
        typealias Keyed = (index: Int, key: JinjaValue, element: JinjaValue)
        let room = try JinjaHolding(2 * MemoryLayout<Keyed>.stride * elements.count, allowance)
        defer { withExtendedLifetime(room) {} }
        let keyed = try elements.enumerated().map { index, element -> Keyed in
            try allowance.spend(JinjaPrice.comparison)
            let value = try key(element)
            return (index, isCaseSensitive ? value : try value.text.map { .string(try $0.lowercased(allowance)) } ?? value, element)
        }
        return try keyed.sorted { left, right in
            if try precedes(left.key, right.key, "sort") { return true }
            return try !precedes(right.key, left.key, "sort") && left.index < right.index
        }.map(\.element)
    }
}
