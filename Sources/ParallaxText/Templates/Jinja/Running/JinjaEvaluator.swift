/// Runs a template with an allowance: levels of nesting while it runs are bounded here, all else where the values are.
final class JinjaEvaluator {
    let allowance: JinjaAllowance
    private var scopes: [JinjaScope]
    private var writers: [JinjaWriter]
    private var depth = 0
    private var namespaces: [JinjaNamespace] = []
    private static let deepest = 600
    private static let mostNamespaces = 100

    /// - Parameter longestPrompt: bytes that the template may write.
    init(_ allowance: JinjaAllowance, longestPrompt: Int) throws {
        self.allowance = allowance
        // What the template is given, and what it sets itself.
        scopes = [try JinjaScope(allowance), try JinjaScope(allowance)]
        writers = [try JinjaWriter(allowance, longestPrompt: longestPrompt)]
    }

    /// A namespace may hold itself; nothing else of a template's can.
    deinit { for namespace in namespaces { namespace.empty() } }

    func refused(_ expected: String, _ found: String, remedy: String = "correct the chat template") -> Complaint {
        allowance.refused(expected, found, remedy: remedy)
    }

    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw refused("at most \(Self.deepest) levels of nested calls", "more") }
        try allowance.spend(JinjaPrice.step)
        return try body()
    }

    // MARK: values

    func list(_ elements: [JinjaValue]) throws -> JinjaValue { .list(try JinjaList(elements, allowance)) }

    func mapping(_ entries: [(key: JinjaValue, value: JinjaValue)]) throws -> JinjaValue {
        .mapping(JinjaMapping(try JinjaTable(entries, allowance)))
    }

    /// A value that the template is given: its texts are the caller's, and not copied.
    func value(of json: OrderedJSON) throws -> JinjaValue {
        switch json {
        case .null: .none
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let text): .string(try JinjaString(foreign: text, allowance))
        case .array(let elements): try nested { try list(try elements.map { try value(of: $0) }) }
        case .object(let members):
            try nested { try mapping(try members.map { (.string(try JinjaString(foreign: $0.key, allowance)), try value(of: $0.value)) }) }
        }
    }

    func printed(_ value: JinjaValue) throws -> JinjaString { try value.printed(allowance) }

    /// A namespace may hold a list that holds a namespace: their number is limited where levels cannot be counted.
    func makeNamespace(_ table: JinjaTable) throws -> JinjaValue {
        guard namespaces.count < Self.mostNamespaces else { throw refused("at most \(Self.mostNamespaces) namespaces", "more") }
        let namespace = JinjaNamespace(table)
        namespaces.append(namespace)
        return .namespace(namespace)
    }

    // MARK: variables

    func lookUp(_ name: JinjaName) throws -> JinjaValue {
        for scope in scopes.reversed() {
            if let value = try scope.value(of: name.number) { return value }
        }
        return name.function.map { .function($0) } ?? .undefined(.name(name.word.text))
    }

    /// A variable that the template is given.
    func give(_ number: Int, _ value: JinjaValue) throws { try scopes[0].set(number, value) }

    func assign(_ name: JinjaName, _ value: JinjaValue) throws { try scopes[scopes.count - 1].set(name.number, value) }

    func assign(_ target: JinjaTarget, _ value: JinjaValue) throws {
        switch target {
        case .name(let name): try assign(name, value)
        case .names(let names):
            let elements = try self.elements(of: value)
            guard elements.count == names.count else {
                throw refused("\(names.count) values for \(names[0].word) and what follows", "\(elements.count)")
            }
            for (name, element) in zip(names, elements) { try assign(name, element) }
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace) = try lookUp(name) else {
                throw refused("a namespace before .\(attribute.word) in set", try lookUp(name).kind)
            }
            try namespace.table.set(attribute, value)
        }
    }

    /// Runs with variables of its own.
    func scoped<Result>(_ body: () throws -> Result) throws -> Result {
        scopes.append(try JinjaScope(allowance))
        defer { scopes.removeLast() }
        return try body()
    }

    /// Runs a macro: it sees the template's variables and its parameters, not those of where it is called.
    func isolated<Result>(_ body: () throws -> Result) throws -> Result {
        let hidden = scopes
        scopes = Array(scopes.prefix(2)) + [try JinjaScope(allowance)]
        defer { scopes = hidden }
        return try body()
    }

    /// The variables that are seen here, for what runs later.
    var visible: [JinjaScope] { scopes }

    /// Runs with the variables of another place.
    func within<Result>(_ others: [JinjaScope], _ body: () throws -> Result) throws -> Result {
        try allowance.spend(JinjaPrice.look, times: others.count)
        let hidden = scopes
        scopes = others
        defer { scopes = hidden }
        return try body()
    }

    // MARK: output

    var output: JinjaWriter { writers[writers.count - 1] }

    /// What a body writes, as a text.
    func captured(_ body: () throws -> Void) throws -> JinjaString {
        let writer = try JinjaWriter(allowance)
        writers.append(writer)
        defer { writers.removeLast() }
        try body()
        return try writer.finish()
    }

    func render(_ template: [JinjaStatement]) throws -> String {
        _ = try run(template)
        return output.contents
    }
}

/// Variables that were set at one level of a template.
final class JinjaScope: JinjaHolding {
    private var values: [Int: JinjaValue] = [:]

    init(_ allowance: JinjaAllowance) throws {
        try allowance.spend(JinjaPrice.scope)
        try super.init(96, allowance)
    }

    func value(of name: Int) throws -> JinjaValue? {
        try allowance.spend(JinjaPrice.element)
        return values.isEmpty ? nil : values[name]
    }

    func set(_ name: Int, _ value: JinjaValue) throws {
        try allowance.spend(JinjaPrice.comparison)
        if values.updateValue(value, forKey: name) == nil { try grow(by: 96) }
    }
}
