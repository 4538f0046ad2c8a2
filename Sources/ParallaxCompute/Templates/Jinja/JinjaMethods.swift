/// The methods of strings, mappings and lists that templates may call.
enum JinjaMethods {
    private static let ofStrings: Set<String> = [
        "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "replace", "upper", "lower", "title", "capitalize",
        "find", "rfind", "count", "join", "removeprefix", "removesuffix", "isdigit", "isalpha", "isspace", "format",
    ]
    private static let ofMappings: Set<String> = ["items", "keys", "values", "get"]
    private static let ofLists: Set<String> = ["index", "count", "append", "pop", "insert", "extend"]

    static func has(_ name: String, _ value: JinjaValue) -> Bool {
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
    func method(_ name: String, of value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch value {
        case .string(let text):
            try charge(text.utf8.count / 16)
            return try method(name, ofText: text, arguments)
        case .mapping(let mapping):
            switch name {
            case "keys": return try made(mapping.keys)
            case "values": return try made(mapping.values)
            case "items": return try made(mapping.entries.map { .list([$0.key, $0.value]) })
            default: return arguments.positional.first.flatMap { mapping[$0] } ?? arguments[1, "default"] ?? .none
            }
        case .list(let elements):
            guard let wanted = arguments.positional.first else { throw refused("a value for .\(name)", "none") }
            switch name {
            case "count": return .integer(elements.filter { $0 == wanted }.count)
            case "index":
                guard let index = elements.firstIndex(where: { $0 == wanted }) else { throw refused("a value that the list has at .index", wanted.kind) }
                return .integer(index)
            default: throw refused("no change of a list (transformers' sandbox forbids it)", ".\(name)")
            }
        case .loop(let loop):
            guard !arguments.positional.isEmpty else { throw refused("values for loop.cycle", "none") }
            return arguments.positional[loop.index % arguments.positional.count]
        default: throw refused("a method that Parallax knows", ".\(name)")
        }
    }

    private func method(_ name: String, ofText text: String, _ arguments: JinjaCall) throws -> JinjaValue {
        func argument(_ place: Int, _ name: String) throws -> String {
            guard let text = arguments[place, name]?.text else { throw refused("a string for \(name)", arguments[place, name]?.kind ?? "none") }
            return text
        }
        func characters() throws -> String? {
            switch arguments.positional.first {
            case nil, JinjaValue.none?: nil
            default: try argument(0, "the characters of .\(name)")
            }
        }
        switch name {
        case "strip": return try made(JinjaText.stripped(text, try characters(), left: true, right: true))
        case "lstrip": return try made(JinjaText.stripped(text, try characters(), left: true, right: false))
        case "rstrip": return try made(JinjaText.stripped(text, try characters(), left: false, right: true))
        case "upper": return try made(JinjaText.upper(text))
        case "lower": return try made(JinjaText.lower(text))
        case "title": return try made(JinjaText.title(text))
        case "capitalize": return try made(JinjaText.capitalized(text))
        case "split", "rsplit":
            let limit = arguments[1, "maxsplit"]?.whole ?? -1
            guard let separator = try characters() else {
                guard limit < 0 else { throw refused("a separator where .\(name) has a limit", "none") }
                return try made(JinjaText.words(text).map { .string($0) })
            }
            guard !separator.isEmpty else { throw refused("a separator that is not empty in .\(name)", "\"\"") }
            return try made(JinjaText.split(text, separator, limit: limit, fromEnd: name == "rsplit").map { .string($0) })
        case "splitlines": return try made(JinjaText.lines(text).map { .string($0) })
        case "startswith", "endswith":
            let wanted: [JinjaValue] = if case .list(let several)? = arguments.positional.first { several } else { Array(arguments.positional.prefix(1)) }
            let texts = wanted.compactMap(\.text)
            guard texts.count == wanted.count, !texts.isEmpty else { throw refused("a string for .\(name)", wanted.first?.kind ?? "none") }
            return .bool(texts.contains { name == "startswith" ? text.utf8.starts(with: $0.utf8) : text.utf8.reversed().starts(with: $0.utf8.reversed()) })
        case "removeprefix":
            let part = try argument(0, "the prefix")
            return try made(text.utf8.starts(with: part.utf8) ? String(decoding: text.utf8.dropFirst(part.utf8.count), as: UTF8.self) : text)
        case "removesuffix":
            let part = try argument(0, "the suffix")
            let ends = text.utf8.reversed().starts(with: part.utf8.reversed())
            return try made(ends ? String(decoding: text.utf8.dropLast(part.utf8.count), as: UTF8.self) : text)
        case "replace": return try replaced(text, try argument(0, "what .replace replaces"), try argument(1, "what .replace puts"), limit: arguments[2, "count"]?.whole ?? -1)
        case "find": return .integer(JinjaText.places(of: try argument(0, "what .find looks for"), in: text).first ?? -1)
        case "rfind": return .integer(JinjaText.places(of: try argument(0, "what .rfind looks for"), in: text).last ?? -1)
        case "count": return .integer(JinjaText.split(text, try argument(0, "what .count counts"), limit: -1, fromEnd: false).count - 1)
        case "join": return try joined(arguments.positional.first ?? .undefined("the argument of .join"), text)
        case "isdigit": return .bool(JinjaText.all(text) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit })
        case "isalpha": return .bool(JinjaText.all(text) { ScalarClass($0) == .letter })
        case "isspace": return .bool(JinjaText.all(text) { $0.properties.isWhitespace })
        default: throw refused("a method of strings that Parallax knows", ".\(name)")
        }
    }

    /// Python's str.replace; the result's length is charged before it is made.
    func replaced(_ text: String, _ old: String, _ new: String, limit: Int) throws -> JinjaValue {
        guard !old.isEmpty else { throw refused("a string that is not empty to replace", "\"\"") }
        let parts = JinjaText.split(text, old, limit: limit, fromEnd: false)
        try charge(parts.count + new.utf8.count * (parts.count - 1) / 16)
        return try made(parts.joined(separator: new))
    }

    func joined(_ value: JinjaValue, _ separator: String) throws -> JinjaValue {
        let texts = try elements(of: value).map { try printed($0) }
        try charge(separator.utf8.count * max(0, texts.count - 1) / 16)
        return try made(texts.joined(separator: separator))
    }
}
