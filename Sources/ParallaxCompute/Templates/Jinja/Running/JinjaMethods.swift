/// The methods of strings, mappings and lists that templates may call.
enum JinjaMethods {
    private static let ofStrings: [JinjaWord] = [
        "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "replace", "upper", "lower", "title", "capitalize",
        "find", "rfind", "count", "join", "removeprefix", "removesuffix", "isdigit", "isalpha", "isspace", "format",
    ]
    private static let ofMappings: [JinjaWord] = ["items", "keys", "values", "get"]
    private static let ofLists: [JinjaWord] = ["index", "count", "append", "pop", "insert", "extend"]

    static func has(_ name: JinjaWord, _ value: JinjaValue) -> Bool {
        switch value {
        case .string: ofStrings.contains(name)
        case .mapping: ofMappings.contains(name)
        case .list: ofLists.contains(name)
        case .loop: name == "cycle"
        default: false
        }
    }
}

extension JinjaEvaluator {
    func method(_ name: JinjaWord, of value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.step)
        switch value {
        case .string(let text): return try method(name, ofText: text, arguments)
        case .mapping(let mapping):
            switch name {
            case "keys": return .list(try mapping.table.keyList())
            case "values": return .list(try mapping.table.valueList())
            case "items": return try list(try mapping.table.pairs())
            default: return try arguments.positional.first.flatMap { try mapping.table.value(of: $0) } ?? arguments[1, "default"] ?? .none
            }
        case .list(let list):
            guard let wanted = arguments.positional.first else { throw refused("a value for .\(name)", "none") }
            switch name {
            case "count": return .integer(try list.elements().reduce(0) { try $1.equals(wanted, allowance) ? $0 + 1 : $0 })
            case "index":
                guard let index = try list.elements().firstIndex(where: { try $0.equals(wanted, allowance) }) else {
                    throw refused("a value that the list has at .index", wanted.kind)
                }
                return .integer(index)
            default: throw refused("no change of a list (transformers' sandbox forbids it)", ".\(name)")
            }
        case .loop(let loop):
            guard !arguments.positional.isEmpty else { throw refused("values for loop.cycle", "none") }
            return arguments.positional[loop.index % arguments.positional.count]
        default: throw refused("a method that Parallax knows", ".\(name)")
        }
    }

    private func method(_ name: JinjaWord, ofText text: JinjaString, _ arguments: JinjaCall) throws -> JinjaValue {
        func argument(_ place: Int, _ what: String) throws -> JinjaString {
            let given = place < arguments.positional.count ? arguments.positional[place] : nil
            guard let text = given?.text else { throw refused("a string for \(what)", given?.kind ?? "none") }
            return text
        }
        func characters() throws -> JinjaString? {
            switch arguments.positional.first {
            case nil, JinjaValue.none?: nil
            default: try argument(0, "the characters of .\(name)")
            }
        }
        switch name {
        case "strip", "lstrip", "rstrip": return .string(try stripped(text, try characters(), left: name != "rstrip", right: name != "lstrip"))
        case "upper": return .string(try text.uppercased(allowance))
        case "lower": return .string(try text.lowercased(allowance))
        case "title": return .string(try text.titlecased(allowance))
        case "capitalize": return .string(try text.capitalized(allowance))
        case "split", "rsplit":
            let limit = arguments[1, "maxsplit"]?.whole ?? -1
            guard let separator = try characters() else {
                guard limit < 0 else { throw refused("a separator where .\(name) has a limit", "none") }
                return .list(try text.words(allowance))
            }
            guard !separator.isEmpty else { throw refused("a separator that is not empty in .\(name)", "\"\"") }
            return .list(try text.split(separator, limit: limit, fromEnd: name == "rsplit", allowance))
        case "splitlines": return .list(try text.lines(allowance))
        case "startswith", "endswith":
            let wanted: [JinjaValue] = if case .list(let several)? = arguments.positional.first { try several.elements() } else { Array(arguments.positional.prefix(1)) }
            guard !wanted.isEmpty, wanted.allSatisfy({ $0.text != nil }) else { throw refused("a string for .\(name)", wanted.first { $0.text == nil }?.kind ?? "none") }
            return .bool(try wanted.contains { part in
                guard let part = part.text else { return false }
                return try name == "startswith" ? text.hasPrefix(part, allowance) : text.hasSuffix(part, allowance)
            })
        case "removeprefix":
            let part = try argument(0, "the prefix")
            return .string(try text.hasPrefix(part, allowance) ? text.part(part.byteCount..<text.byteCount, allowance) : text)
        case "removesuffix":
            let part = try argument(0, "the suffix")
            return .string(try text.hasSuffix(part, allowance) ? text.part(0..<text.byteCount - part.byteCount, allowance) : text)
        case "replace": return try replaced(text, try argument(0, "what .replace replaces"), try argument(1, "what .replace puts"), limit: arguments[2, "count"]?.whole ?? -1)
        case "find", "rfind": return .integer(try text.place(of: try argument(0, "what .\(name) looks for"), fromEnd: name == "rfind", allowance) ?? -1)
        case "count": return .integer(try text.count(of: try argument(0, "what .count counts"), allowance))
        case "join": return .string(try joined(try sequence(of: arguments.positional.first ?? .undefined(.other("the argument of .join"))), text))
        case "isdigit": return .bool(try !text.isEmpty && text.allScalars(allowance) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit })
        case "isalpha": return .bool(try !text.isEmpty && text.allScalars(allowance) { ScalarClass($0) == .letter })
        case "isspace": return .bool(try !text.isEmpty && text.allScalars(allowance) { $0.properties.isWhitespace })
        default: throw refused("a method of strings that Parallax knows", ".\(name)")
        }
    }

    /// Without the characters (white space where none are given) at its ends.
    func stripped(_ text: JinjaString, _ characters: JinjaString?, left: Bool, right: Bool) throws -> JinjaString {
        guard let characters else { return try text.stripped(left: left, right: right, allowance) { $0.isPythonSpace } }
        let room = try JinjaHolding(8 * characters.byteCount, allowance)
        defer { withExtendedLifetime(room) {} }
        var wanted: Set<Unicode.Scalar> = []
        try characters.scan(allowance) { scalar, _ in
            wanted.insert(scalar)
            return true
        }
        return try text.stripped(left: left, right: right, allowance) { wanted.contains($0) }
    }

    /// Python's str.replace.
    func replaced(_ text: JinjaString, _ old: JinjaString, _ new: JinjaString, limit: Int) throws -> JinjaValue {
        guard !old.isEmpty else { throw refused("a string that is not empty to replace", "\"\"") }
        return .string(try text.replacing(old, with: new, limit: limit, allowance))
    }

    func joined(_ list: JinjaList, _ separator: JinjaString) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            for (index, element) in try list.elements().enumerated() {
                if index > 0 { try writer.append(separator) }
                try writer.print(element)
            }
        }
    }
}
