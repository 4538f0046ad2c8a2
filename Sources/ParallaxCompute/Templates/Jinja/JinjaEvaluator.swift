/// Runs a template. What a template may use is bounded: levels of nesting while it runs, the work that it does, the text that it writes.
final class JinjaEvaluator {
    let subject: String
    var line = 0
    var loopDepth = 0
    private var scopes: [[String: JinjaValue]]
    private var output: [String] = [""]
    private var depth = 0
    private var work = 0
    private var namespaces = 0
    private static let deepest = 600
    /// One unit is one step of the template or 16 bytes of text made.
    private static let mostWork = 20_000_000
    /// The longest list that a template may make (the limit of Jinja's own sandbox for `range`).
    static let longestList = 100_000
    private static let deepestValue = 50
    private static let mostNamespaces = 100

    init(subject: String, variables: [String: JinjaValue]) {
        self.subject = subject
        scopes = [variables, [:]]
    }

    func refused(_ expected: String, _ found: String, remedy: String = "correct the chat template") -> Complaint {
        JinjaError.complaint(subject, line: line, expected: expected, found: found, remedy: remedy)
    }

    // MARK: bounds

    func charge(_ units: Int = 1) throws {
        work += max(0, units)
        guard work <= Self.mostWork else { throw refused("a template that ends", "more than \(Self.mostWork) steps") }
    }

    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw refused("at most \(Self.deepest) levels of nested calls", "more") }
        try charge()
        return try body()
    }

    /// A string that was made; its length counts as work.
    func made(_ text: String) throws -> JinjaValue {
        try charge(text.utf8.count / 16)
        return .string(text)
    }

    /// A list that was made; what it holds counts as work, and it may not nest without end.
    func made(_ elements: [JinjaValue]) throws -> JinjaValue { try measured(.list(elements)) }

    func measured(_ value: JinjaValue, level: Int = 0) throws -> JinjaValue {
        guard level <= Self.deepestValue else { throw refused("values of at most \(Self.deepestValue) levels", "a deeper one") }
        try charge()
        switch value {
        case .list(let elements):
            for element in elements { _ = try measured(element, level: level + 1) }
        case .mapping(let mapping):
            for (key, value) in mapping.entries {
                _ = try measured(key, level: level + 1)
                _ = try measured(value, level: level + 1)
            }
        case .loop(let loop):
            for element in loop.elements { _ = try measured(element, level: level + 1) }
        case .method(let value, _): _ = try measured(value, level: level + 1)
        default: break
        }
        return value
    }

    /// A namespace may hold a list that holds a namespace: their number is limited where levels cannot be counted.
    func makeNamespace(_ attributes: JinjaMapping) throws -> JinjaValue {
        namespaces += 1
        guard namespaces <= Self.mostNamespaces else { throw refused("at most \(Self.mostNamespaces) namespaces", "more") }
        _ = try measured(.mapping(attributes))
        return .namespace(JinjaNamespace(attributes))
    }

    // MARK: variables

    func lookUp(_ name: String) -> JinjaValue {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        return JinjaFunctions.names.contains(name) ? .function(name) : .undefined("\"\(name)\"")
    }

    func assign(_ name: String, _ value: JinjaValue) { scopes[scopes.count - 1][name] = value }

    func assign(_ target: JinjaTarget, _ value: JinjaValue) throws {
        switch target {
        case .name(let name): assign(name, value)
        case .names(let names):
            let elements = try self.elements(of: value)
            guard elements.count == names.count else { throw refused("\(names.count) values for \(names.joined(separator: ", "))", "\(elements.count)") }
            for (name, element) in zip(names, elements) { assign(name, element) }
        case .attribute(let name, let attribute):
            guard case .namespace(let namespace) = lookUp(name) else { throw refused("a namespace before .\(attribute) in set", lookUp(name).kind) }
            namespace.attributes[.string(attribute)] = value
        }
    }

    /// Runs with variables of its own.
    func scoped<Result>(_ body: () throws -> Result) rethrows -> Result {
        scopes.append([:])
        defer { scopes.removeLast() }
        return try body()
    }

    /// Runs a macro: it sees the template's variables and its parameters, not those of where it is called.
    func isolated<Result>(_ body: () throws -> Result) rethrows -> Result {
        let hidden = scopes
        scopes = Array(scopes.prefix(2)) + [[:]]
        defer { scopes = hidden }
        return try body()
    }

    // MARK: output

    func write(_ text: String) throws {
        try charge(text.utf8.count / 16)
        output[output.count - 1] += text
    }

    /// What a body writes, as a string.
    func captured(_ body: () throws -> Void) throws -> String {
        output.append("")
        do {
            try body()
        } catch {
            output.removeLast()
            throw error
        }
        return output.removeLast()
    }

    func render(_ template: [JinjaStatement]) throws -> String {
        try captured { _ = try run(template) }
    }
}
