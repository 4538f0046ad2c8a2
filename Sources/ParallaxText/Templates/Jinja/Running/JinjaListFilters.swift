/// The filters of lists and mappings, but for those that are one call.
extension JinjaEvaluator {
    func joined(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaString {
        var list = try sequence(of: value)
        if let path = try path(arguments[1, "attribute"]) {
            list = try JinjaList(try list.elements().map { try path.value(in: $0, self) }, allowance)
        }
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

    func unique(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        let path = try path(arguments[1, "attribute"]), isCaseSensitive = arguments[0, "case_sensitive"]?.isTrue == true
        // What is found is kept as a mapping's keys, which are told apart by their hashes.
        var found = try JinjaTable(allowance)
        return try elements(of: value).filter { element in
            let key = try folded(try path.map { try $0.value(in: element, self) } ?? element, isCaseSensitive)
            guard try found.value(of: key) == nil else { return false }
            try found.set(key, .none)
            return true
        }
    }

    func sum(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        let path = try path(arguments[0, "attribute"])
        return try elements(of: value).reduce(arguments[1, "start"] ?? .integer(0)) { sum, element in
            try arithmetic(sum, .add, try path.map { try $0.value(in: element, self) } ?? element)
        }
    }

    func mapped(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        if let path = try path(arguments["attribute"]) {
            return try elements(of: value).map { try path.value(in: $0, self, default: arguments["default"]) }
        }
        guard let name = try arguments.positional.first.flatMap(word) else {
            throw refused("a filter's name or an attribute for the filter map", "neither")
        }
        let filter = JinjaNamed<JinjaFilter>(name),
            rest = JinjaCall(positional: Array(arguments.positional.dropFirst()), named: arguments.named)
        return try elements(of: value).map { element in try nested { try self.filter(filter, element, rest) } }
    }

    /// The elements for which a test holds, or those for which it does not.
    /// - Parameters:
    ///   - attribute: what of an element is tested; nil for the element itself.
    ///   - arguments: the test's name and arguments; where there is no name, truth is the test.
    func selected(_ value: JinjaValue, by attribute: JinjaValue?, _ arguments: ArraySlice<JinjaValue>, _ wanted: Bool) throws
        -> [JinjaValue]
    {
        let elements = try elements(of: value), path = try path(attribute), rest = JinjaCall(positional: Array(arguments.dropFirst()))
        if elements.isEmpty { return [] }
        let named = try arguments.first.map { first in
            guard let name = try word(first) else { throw refused("a test's name", first.kind) }
            return JinjaNamed<JinjaTest>(name)
        }
        return try elements.filter { element in
            let tested = try path.map { try $0.value(in: element, self) } ?? element
            return try named.map { try test($0, tested, rest) } ?? tested.isTrue == wanted
        }
    }

    private func path(_ name: JinjaValue?) throws -> JinjaPath? { try name.map { try JinjaPath($0, self) } }

    /// As filters compare: texts without regard to case, unless somebody wishes it.
    private func folded(_ value: JinjaValue, _ isCaseSensitive: Bool) throws -> JinjaValue {
        guard !isCaseSensitive, let text = value.text else { return value }
        return .string(try text.lowercased(allowance))
    }

    /// The name of a filter or test, as a value.
    private func word(_ value: JinjaValue) throws -> JinjaWord? {
        guard let text = value.text else { return nil }
        guard let word = text.whole(upTo: 1000) else { throw refused("the name of a filter or test", "a long text") }
        return JinjaWord(word)
    }

    func sorted(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        var paths: [JinjaPath] = []
        switch arguments[2, "attribute"] {
        case nil, JinjaValue.none?: break
        case .string(let names)?:
            // Several, with commas between them.
            paths = try names.split(try JinjaString(",", allowance), limit: -1, fromEnd: false, allowance).elements().map {
                try JinjaPath($0, self)
            }
        case let other?: paths = [try JinjaPath(other, self)]
        }
        let isCaseSensitive = arguments[1, "case_sensitive"]?.isTrue == true
        return try sorted(try elements(of: value), isReversed: arguments[0, "reverse"]?.isTrue == true) { element in
            if paths.count <= 1 { return try folded(try paths.first?.value(in: element, self) ?? element, isCaseSensitive) }
            return .list(
                try JinjaList(try paths.map { try folded(try $0.value(in: element, self), isCaseSensitive) }, form: .tuple, allowance))
        }
    }

    func dictionarySorted(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        let by = arguments[1, "by"]?.text?.whole(upTo: 10) ?? "key"
        guard by == "key" || by == "value", arguments[1, "by"]?.text != nil || arguments[1, "by"] == nil else {
            throw refused("\"key\" or \"value\" as what dictsort sorts by", arguments[1, "by"]?.excerpt ?? "none")
        }
        let isCaseSensitive = arguments[0, "case_sensitive"]?.isTrue == true
        return try sorted(try pairs(of: value, "dictsort"), isReversed: arguments[2, "reverse"]?.isTrue == true) {
            try folded(try item(.integer(by == "key" ? 0 : 1), of: $0), isCaseSensitive)
        }
    }

    /// In ascending or descending order, equal elements in the order they had.
    func sorted(_ elements: [JinjaValue], isReversed: Bool = false, by key: (JinjaValue) throws -> JinjaValue) throws -> [JinjaValue] {
        typealias Keyed = (index: Int, key: JinjaValue, element: JinjaValue)
        let room = try JinjaHolding(2 * MemoryLayout<Keyed>.stride * elements.count, allowance)
        defer { withExtendedLifetime(room) {} }
        let keyed = try elements.enumerated().map { index, element -> Keyed in
            try allowance.spend(JinjaPrice.comparison)
            return (index, try key(element), element)
        }
        return try keyed.sorted { left, right in
            let (lower, upper) = isReversed ? (right, left) : (left, right)
            if try precedes(lower.key, upper.key, "sort") { return true }
            return try !precedes(upper.key, lower.key, "sort") && left.index < right.index
        }.map(\.element)
    }

    /// The least or the greatest element, the first of equal ones.
    func extreme(_ value: JinjaValue, _ arguments: JinjaCall, isGreatest: Bool) throws -> JinjaValue {
        let path = try path(arguments[1, "attribute"]), isCaseSensitive = arguments[0, "case_sensitive"]?.isTrue == true
        var best: (key: JinjaValue, element: JinjaValue)?
        for element in try elements(of: value) {
            let key = try folded(try path.map { try $0.value(in: element, self) } ?? element, isCaseSensitive)
            guard let known = best else {
                best = (key, element)
                continue
            }
            if try isGreatest ? precedes(known.key, key, "max") : precedes(key, known.key, "min") { best = (key, element) }
        }
        return best?.element ?? .undefined(.other("the least or greatest of nothing"))
    }

    /// Elements that have the same value of an attribute, in its order: tuples (grouper, list).
    func grouped(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        guard let wanted = arguments[0, "attribute"] else { throw refused("an attribute for the filter groupby", "none") }
        let path = try JinjaPath(wanted, self), standard = arguments[1, "default"],
            isCaseSensitive = arguments[2, "case_sensitive"]?.isTrue == true
        func key(_ element: JinjaValue) throws -> JinjaValue {
            try folded(try path.value(in: element, self, default: standard), isCaseSensitive)
        }
        var groups: [JinjaValue] = [], members: [JinjaValue] = [], current: JinjaValue?
        func close() throws {
            guard let first = members.first else { return }
            groups.append(
                .list(try JinjaList([try path.value(in: first, self, default: standard), try list(members)], form: .group, allowance)))
            members = []
        }
        for element in try sorted(try elements(of: value), by: key) {
            let key = try key(element)
            if let current, try !current.equals(key, allowance) { try close() }
            current = key
            members.append(element)
        }
        try close()
        return groups
    }

    /// Lists of so many elements each, the last one filled up where a filling is given.
    func batches(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        guard let size = arguments[0, "linecount"]?.whole, size > 0 else {
            throw refused("a whole number above 0 for the filter batch", arguments[0, "linecount"]?.excerpt ?? "none")
        }
        let elements = try elements(of: value), fill = arguments[1, "fill_with"]
        return try stride(from: 0, to: elements.count, by: size).map { start in
            try filled(elements[start..<min(elements.count, start.adding(clamped: size))], to: size, with: fill)
        }
    }

    /// So many lists of nearly the same length, the shorter ones filled up where a filling is given.
    func slices(_ value: JinjaValue, _ arguments: JinjaCall) throws -> [JinjaValue] {
        guard let count = arguments[0, "slices"]?.whole, (1...100_000).contains(count) else {
            throw refused("a whole number from 1 to 100000 for the filter slice", arguments[0, "slices"]?.excerpt ?? "none")
        }
        let elements = try elements(of: value), fill = arguments[1, "fill_with"]
        let (length, longer) = elements.count.quotientAndRemainder(dividingBy: count)
        var start = 0
        return try (0..<count).map { number in
            let end = start + length + (number < longer ? 1 : 0)
            defer { start = end }
            return try filled(elements[start..<end], to: number >= longer && fill != nil ? end - start + 1 : 0, with: fill)
        }
    }

    private func filled(_ part: ArraySlice<JinjaValue>, to size: Int, with fill: JinjaValue?) throws -> JinjaValue {
        let missing = fill == nil || fill?.isNone == true ? 0 : max(0, size - part.count)
        guard let fill, missing > 0 else { return try list(Array(part)) }
        return .list(try JinjaList(Array(part), allowance).joined(with: try JinjaList([fill], allowance).repeated(missing)))
    }
}

/// What names an attribute for a filter: "a.b.0", or a number; made once, used for every element.
struct JinjaPath {
    private let parts: [JinjaSubscript]

    init(_ name: JinjaValue, _ evaluator: JinjaEvaluator) throws {
        let allowance = evaluator.allowance
        guard let text = name.text else {
            parts = [JinjaSubscript(name, allowance)]
            return
        }
        parts = try text.split(try JinjaString(".", allowance), limit: -1, fromEnd: false, allowance).elements().map { part in
            let number = part.text?.whole(upTo: 18).flatMap {
                $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(foreign: $0) : nil
            }
            return JinjaSubscript(number.map { .integer($0) } ?? part, allowance)
        }
    }

    /// - Parameter standard: stands for what is not there, at every step.
    func value(in element: JinjaValue, _ evaluator: JinjaEvaluator, default standard: JinjaValue? = nil) throws -> JinjaValue {
        try parts.reduce(element) { value, part in
            let found = try evaluator.item(part, of: value)
            return found.isUndefined ? standard ?? found : found
        }
    }
}
