/// The methods of strings, mappings, lists and loops that templates may call.
enum JinjaMethodName {
    case text(JinjaTextMethod)
    case mapping(JinjaMappingMethod)
    case list(JinjaListMethod)
    case cycle

    /// The method of a value that a word names; nil where it has none.
    init?(_ name: JinjaWord, of value: JinjaValue) {
        let found: JinjaMethodName? =
            switch value {
            case .string: JinjaTextMethod.named(name).map { .text($0) }
            case .mapping: JinjaMappingMethod.named(name).map { .mapping($0) }
            case .list(let list) where list.form.isList: JinjaListMethod.named(name).map { .list($0) }
            case .list(let list) where !list.form.isView:
                JinjaListMethod.named(name).flatMap { $0 == .index || $0 == .count ? .list($0) : nil }
            case .loop: name == "cycle" ? .cycle : nil
            default: nil
            }
        guard let found else { return nil }
        self = found
    }

    var text: String {
        switch self {
        case .text(let method): method.rawValue
        case .mapping(let method): method.rawValue
        case .list(let method): method.rawValue
        case .cycle: "cycle"
        }
    }
}

extension JinjaEvaluator {
    func call(_ method: JinjaMethod, _ arguments: JinjaCall) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.call)
        switch (method.name, method.value) {
        case (.text(let name), .string(let text)): return try call(name, text, arguments)
        case (.mapping(let name), .mapping(let mapping)): return try call(name, mapping.table, arguments)
        case (.list(let name), .list(let list)): return try call(name, list, arguments)
        case (.cycle, .loop(let loop)):
            guard !arguments.positional.isEmpty else { throw refused("values for loop.cycle", "none") }
            return arguments.positional[loop.index % arguments.positional.count]
        default: throw refused("a method of \(method.value.kind)", ".\(method.name.text)")
        }
    }

    private func call(_ method: JinjaMappingMethod, _ table: JinjaTable, _ arguments: JinjaCall) throws -> JinjaValue {
        switch method {
        case .keys: .list(try table.keyList(form: .keys))
        case .values: .list(try table.valueList())
        case .items: .list(try JinjaList(try table.pairs(), form: .items, allowance))
        case .get: try arguments.positional.first.flatMap { try table.value(of: $0) } ?? arguments[1, "default"] ?? .none
        }
    }

    private func call(_ method: JinjaListMethod, _ list: JinjaList, _ arguments: JinjaCall) throws -> JinjaValue {
        guard let wanted = arguments.positional.first else { throw refused("a value for .\(method.rawValue)", "none") }
        switch method {
        case .count: return .integer(try list.elements().reduce(0) { try $1.equals(wanted, allowance) ? $0 + 1 : $0 })
        case .index:
            guard let index = try list.elements().firstIndex(where: { try $0.equals(wanted, allowance) }) else {
                throw refused("a value that the list has at .index", wanted.kind)
            }
            return .integer(index)
        case .append, .pop, .insert, .extend: throw refused("no change of a list (transformers' sandbox forbids it)", ".\(method.rawValue)")
        }
    }

    private func call(_ method: JinjaTextMethod, _ text: JinjaString, _ arguments: JinjaCall) throws -> JinjaValue {
        func argument(_ place: Int, _ what: String) throws -> JinjaString {
            let given = place < arguments.positional.count ? arguments.positional[place] : nil
            guard let text = given?.text else { throw refused("a string for \(what)", given?.kind ?? "none") }
            return text
        }
        func characters() throws -> JinjaString? {
            arguments.positional.first.map(\.isNone) ?? true ? nil : try argument(0, "the characters of .\(method.rawValue)")
        }
        switch method {
        case .strip, .lstrip, .rstrip:
            return .string(try stripped(text, try characters(), left: method != .rstrip, right: method != .lstrip))
        case .upper: return .string(try text.uppercased(allowance))
        case .lower: return .string(try text.lowercased(allowance))
        case .title: return .string(try text.titlecased(allowance))
        case .capitalize: return .string(try text.capitalized(allowance))
        case .split, .rsplit:
            let limit = arguments[1, "maxsplit"]?.whole ?? -1
            let given = arguments[0, "sep"]
            guard let given, !given.isNone else { return .list(try text.words(limit: limit, fromEnd: method == .rsplit, allowance)) }
            guard let separator = given.text else { throw refused("a string for the separator of .\(method.rawValue)", given.kind) }
            guard !separator.isEmpty else { throw refused("a separator that is not empty in .\(method.rawValue)", "\"\"") }
            return .list(try text.split(separator, limit: limit, fromEnd: method == .rsplit, allowance))
        case .splitlines: return .list(try text.lines(allowance))
        case .index, .rindex:
            let part = try argument(0, "what .\(method.rawValue) looks for")
            guard let place = try text.place(of: part, fromEnd: method == .rindex, allowance) else {
                throw refused("a string that .\(method.rawValue) finds", "\"\(part.excerpt(bytes: 80))\", which is not there")
            }
            return .integer(place)
        case .partition, .rpartition:
            return .list(
                try text.partitioned(try argument(0, "the separator of .\(method.rawValue)"), fromEnd: method == .rpartition, allowance))
        case .center, .ljust, .rjust:
            guard let width = arguments.positional.first?.whole else { throw refused("a width for .\(method.rawValue)", "none") }
            let fill =
                arguments.positional.count > 1 ? try argument(1, "the filling of .\(method.rawValue)") : try JinjaString(" ", allowance)
            guard fill.scalarCount == 1 else {
                throw refused("one character to fill with in .\(method.rawValue)", "\"\(fill.excerpt(bytes: 80))\"")
            }
            return .string(
                try text.padded(to: width, with: fill, method == .center ? .middle : method == .ljust ? .left : .right, allowance))
        case .zfill:
            guard let width = arguments.positional.first?.whole else { throw refused("a width for .zfill", "none") }
            return .string(try text.zeroFilled(to: width, allowance))
        case .startswith, .endswith: return .bool(try matches(text, arguments, atEnd: method == .endswith))
        case .removeprefix:
            let part = try argument(0, "the prefix")
            return .string(try text.hasPrefix(part, allowance) ? text.part(part.byteCount..<text.byteCount, allowance) : text)
        case .removesuffix:
            let part = try argument(0, "the suffix")
            return .string(try text.hasSuffix(part, allowance) ? text.part(0..<text.byteCount - part.byteCount, allowance) : text)
        case .replace:
            return try replaced(
                text, try argument(0, "what .replace replaces"), try argument(1, "what .replace puts"),
                limit: arguments[2, "count"]?.whole ?? -1)
        case .find, .rfind:
            return .integer(
                try text.place(of: try argument(0, "what .\(method.rawValue) looks for"), fromEnd: method == .rfind, allowance) ?? -1)
        case .count: return .integer(try text.count(of: try argument(0, "what .count counts"), allowance))
        case .join:
            return .string(try joined(try sequence(of: arguments.positional.first ?? .undefined(.other("the argument of .join"))), text))
        case .isdigit:
            return .bool(
                try !text.isEmpty
                    && text.allScalars(allowance) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit })
        case .isalpha: return .bool(try !text.isEmpty && text.allScalars(allowance) { ScalarClass($0) == .letter })
        case .isspace: return .bool(try !text.isEmpty && text.allScalars(allowance) { $0.properties.isWhitespace })
        case .isdecimal: return .bool(try !text.isEmpty && text.allScalars(allowance) { $0.properties.numericType == .decimal })
        case .isnumeric: return .bool(try !text.isEmpty && text.allScalars(allowance) { $0.properties.numericType != nil })
        case .isalnum:
            return .bool(try !text.isEmpty && text.allScalars(allowance) { ScalarClass($0) == .letter || $0.properties.numericType != nil })
        case .islower, .isupper:
            var hasCase = false
            let holds = try text.allScalars(allowance) { scalar in
                guard scalar.properties.isCased else { return true }
                hasCase = true
                return method == .islower ? scalar.properties.isLowercase : scalar.properties.isUppercase
            }
            return .bool(hasCase && holds)
        case .format: return .string(try braceFormatted(text, arguments))
        }
    }

    /// Whether a text begins or ends with a part, or with one of a list.
    private func matches(_ text: JinjaString, _ arguments: JinjaCall, atEnd: Bool) throws -> Bool {
        let method = atEnd ? ".endswith" : ".startswith"
        let wanted: [JinjaValue]
        switch arguments.positional.first {
        case .list(let several)? where several.form.isTuple: wanted = try several.elements()
        case .string?: wanted = Array(arguments.positional.prefix(1))
        case let other: throw refused("a string or a tuple of strings for \(method)", other?.kind ?? "none")
        }
        func bound(_ place: Int) throws -> Int? {
            guard place < arguments.positional.count, !arguments.positional[place].isNone else { return nil }
            guard let number = arguments.positional[place].whole else {
                throw refused("whole numbers as places for \(method)", arguments.positional[place].kind)
            }
            return number
        }
        // As Python has it, a start behind the end finds not even nothing.
        let (start, end) = (try bound(1), try bound(2)), count = text.scalarCount
        func place(_ index: Int) -> Int { index < 0 ? max(0, index.adding(clamped: count)) : index }
        let first = place(start ?? 0), last = min(count, place(end ?? count))
        guard first <= last else { return false }
        let text = start == nil && end == nil ? text : try text.slice(first: first, end: last, step: 1, allowance)
        return try wanted.contains { value in
            guard case .string(let part) = value else { throw refused("a string for \(method)", value.kind) }
            return try atEnd ? text.hasSuffix(part, allowance) : text.hasPrefix(part, allowance)
        }
    }
}
