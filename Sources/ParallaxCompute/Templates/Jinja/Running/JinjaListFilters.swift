/// The filters of lists and mappings, but for those that are one call.
extension JinjaEvaluator {
    func joined(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaString {
        var list = try sequence(of: value)
        if let attribute = attribute(arguments[1, "attribute"]) { list = try JinjaList(try list.elements().map { try item(attribute, of: $0) }, allowance) }
        return try joined(list, try arguments[0, "d"].map { try printed($0) } ?? .empty)
    }

    func joined(_ list: JinjaList, _ separator: JinjaString) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            for (index, element) in try list.elements().enumerated() {
                if index > 0 { try writer.append(separator) }
                try writer.print(element)
            }
        }
    }

    /// The entries of a mapping as pairs.
    func pairs(of value: JinjaValue, _ filter: String) throws -> [JinjaValue] {
        guard case .mapping(let mapping) = value else { throw refused("a mapping for the filter \(filter)", value.kind) }
        return try mapping.table.pairs()
    }

    func entries(of value: JinjaValue) throws -> [JinjaValue] { value.isUndefined ? [] : try pairs(of: value, "items") }

    func unique(_ value: JinjaValue) throws -> JinjaList {
        // What is found is kept as a mapping's keys, which are told apart by their hashes.
        var found = try JinjaTable(allowance)
        for element in try elements(of: value) where try found.value(of: element) == nil { try found.set(element, .none) }
        return try found.keyList()
    }

    func sum(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        let attribute = attribute(arguments[0, "attribute"])
        return try elements(of: value).reduce(arguments[1, "start"] ?? .integer(0)) { sum, element in
            try arithmetic(sum, .add, try attribute.map { try item($0, of: element) } ?? element)
        }
    }

    func mapped(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        if let attribute = attribute(arguments["attribute"]) {
            return try elements(of: value).map { element in
                let found = try item(attribute, of: element)
                return found.isUndefined ? arguments["default"] ?? found : found
            }
        }
        guard let name = try arguments.positional.first.flatMap(word) else { throw refused("a filter's name or an attribute for the filter map", "neither") }
        let filter = JinjaNamed<JinjaFilter>(name), rest = JinjaCall(positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        return try elements(of: value).map { element in try nested { try self.filter(filter, element, rest) } }
    }

    /// The elements for which a test holds, or those for which it does not.
    /// - Parameters:
    ///   - attribute: what of an element is tested; nil for the element itself.
    ///   - arguments: the test's name and arguments; where there is no name, truth is the test.
    func selected(_ value: JinjaValue, by attribute: JinjaValue?, _ arguments: ArraySlice<JinjaValue>, _ wanted: Bool) throws -> [JinjaValue] {
        let elements = try elements(of: value), attribute = self.attribute(attribute), rest = JinjaCall(positional: Array(arguments.dropFirst()))
        if elements.isEmpty { return [] }
        let named = try arguments.first.map { first in
            guard let name = try word(first) else { throw refused("a test's name", first.kind) }
            return JinjaNamed<JinjaTest>(name)
        }
        return try elements.filter { element in
            let tested = try attribute.map { try item($0, of: element) } ?? element
            return try named.map { try test($0, tested, rest) } ?? tested.isTrue == wanted
        }
    }

    private func attribute(_ name: JinjaValue?) -> JinjaSubscript? { name.map { JinjaSubscript($0, allowance) } }

    /// The name of a filter or test, as a value.
    private func word(_ value: JinjaValue) throws -> JinjaWord? {
        guard let text = value.text else { return nil }
        guard let word = text.whole(upTo: 1000) else { throw refused("the name of a filter or test", "a long text") }
        return JinjaWord(word)
    }

    func sorted(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        let attribute = attribute(arguments[2, "attribute"])
        let ascending = try sorted(try elements(of: value), isCaseSensitive: arguments[1, "case_sensitive"]?.isTrue == true) { element in
            try attribute.map { try item($0, of: element) } ?? element
        }
        // Equal elements keep their order either way, which a reversal would turn round.
        guard arguments[0, "reverse"]?.isTrue != true else { throw refused("a filter sort that goes up", "reverse=true") }
        return ascending
    }

    /// In ascending order, equal elements in the order they had.
    func sorted(_ elements: [JinjaValue], isCaseSensitive: Bool, by key: (JinjaValue) throws -> JinjaValue) throws -> [JinjaValue] {
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
