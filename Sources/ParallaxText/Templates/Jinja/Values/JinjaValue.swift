/// A value while a template runs. Every large one lies on the heap behind a reference and is counted there, so that a value is cheap to copy.
enum JinjaValue {
    /// A name or attribute that is not there: prints as nothing, is false, cannot be looked into.
    case undefined(JinjaAbsence)
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(JinjaString)
    case list(JinjaList)
    case mapping(JinjaMapping)
    case namespace(JinjaNamespace)
    case loop(JinjaLoopState)
    case macro(JinjaMacro)
    /// The body of a call block.
    case caller(JinjaCaller)
    case function(JinjaFunction)
    case method(JinjaMethod)

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .number(let number): number != 0
        case .string(let text): !text.isEmpty
        case .list(let list): list.count > 0
        case .mapping(let mapping): mapping.table.count > 0
        case .namespace, .loop, .macro, .caller, .function, .method: true
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    /// As a number; booleans count as 0 and 1.
    var numeric: Double? {
        switch self {
        case .bool(let flag): flag ? 1 : 0
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// As a whole number; booleans count as 0 and 1.
    var whole: Int? {
        switch self {
        case .bool(let flag): flag ? 1 : 0
        case .integer(let number): number
        default: nil
        }
    }

    var text: JinjaString? {
        if case .string(let text) = self { text } else { nil }
    }

    /// How many lists and mappings lie in one another here; bounded, so that recursion over a value is.
    var depth: Int {
        switch self {
        case .list(let list): list.depth
        case .mapping(let mapping): mapping.table.depth
        case .loop(let loop): loop.elements.depth
        case .method(let method): method.value.depth
        default: 0
        }
    }

    /// What kind of value this is, for a complaint.
    var kind: String {
        switch self {
        case .undefined(let absence): "\(absence.description), which is undefined"
        case .none: "none"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .list(let list):
            list.form.isTuple ? "a tuple" : list.form.isList ? "a list" : list.form.isView ? "what a mapping holds" : "a range"
        case .mapping: "a mapping"
        case .namespace: "a namespace"
        case .loop: "the loop"
        case .macro(let macro): "the macro \(macro.name.word)"
        case .caller: "the body of a call block"
        case .function(let function): "the function \(function.rawValue)"
        case .method(let method): "the method \(method.name.text)"
        }
    }

    /// This value or the beginning of it, for a complaint.
    var excerpt: String {
        switch self {
        case .string(let text): "\"\(text.excerpt(bytes: 80))\""
        case .integer(let number): "\(number)"
        case .number(let number): Self.python(number)
        default: kind
        }
    }

    /// Equality as in Python: numbers by value, strings by scalars, lists and mappings by their elements.
    func equals(_ other: JinjaValue, _ allowance: JinjaAllowance) throws -> Bool {
        try allowance.spend(JinjaPrice.equality)
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.integer(let left), .integer(let right)): return left == right
        case (.string(let left), .string(let right)): return try left.equals(right, allowance)
        case (.list(let left), .list(let right)): return try left.equals(right, allowance)
        case (.mapping(let left), .mapping(let right)): return try left === right || left.table.equals(right.table, allowance)
        case (.namespace(let left), .namespace(let right)): return left === right
        default:
            switch (whole, other.whole) {
            case (let left?, let right?): return left == right
            // A whole number is no number that it is only rounded to.
            case (let left?, nil): return other.numeric.flatMap { Int(exactly: $0) } == left
            case (nil, let right?): return numeric.flatMap { Int(exactly: $0) } == right
            case (nil, nil):
                guard let left = numeric, let right = other.numeric else { return false }
                return left == right
            }
        }
    }
}

/// What is not there.
enum JinjaAbsence {
    /// A variable or attribute.
    case name(String)
    case element(Int)
    case other(StaticString)

    var description: String {
        switch self {
        case .name(let name): "\"\(name)\""
        case .element(let index): "element \(index)"
        case .other(let what): "\(what)"
        }
    }
}

/// A method and the value that it is one of.
final class JinjaMethod: JinjaHolding {
    let value: JinjaValue
    let name: JinjaMethodName

    init(_ value: JinjaValue, _ name: JinjaMethodName, _ allowance: JinjaAllowance) throws {
        try allowance.spend(2 * JinjaPrice.call)
        self.value = value
        self.name = name
        try super.init(96, allowance)
    }
}

/// The body of a call block, with the variables that it sees.
final class JinjaCaller: JinjaHolding {
    let body: JinjaMacro
    let scopes: [JinjaScope]

    init(_ body: JinjaMacro, _ scopes: [JinjaScope], _ allowance: JinjaAllowance) throws {
        self.body = body
        self.scopes = scopes
        try super.init(96 + 8 * scopes.count, allowance)
    }
}

/// What `namespace()` makes: the one thing that a template can change from inside of a loop.
final class JinjaNamespace {
    var table: JinjaTable

    init(_ table: JinjaTable) { self.table = table }

    func empty() { table.removeAll() }
}

/// The variable `loop`.
final class JinjaLoopState: JinjaHolding {
    let elements: JinjaList
    let depth: Int
    var index = 0
    /// Where the loop may be called: it, and the variables that its body sees.
    let recursion: (loop: JinjaLoop, scopes: [JinjaScope])?

    init(_ elements: JinjaList, depth: Int, recursion: (loop: JinjaLoop, scopes: [JinjaScope])?, _ allowance: JinjaAllowance) throws {
        self.elements = elements
        self.depth = depth
        self.recursion = recursion
        try super.init(96 + 8 * (recursion?.scopes.count ?? 0), allowance)
    }

    func attribute(_ name: JinjaWord) -> JinjaValue? {
        switch name {
        case "index": .integer(index + 1)
        case "index0": .integer(index)
        case "revindex": .integer(elements.count - index)
        case "revindex0": .integer(elements.count - index - 1)
        case "first": .bool(index == 0)
        case "last": .bool(index + 1 == elements.count)
        case "length": .integer(elements.count)
        case "depth": .integer(depth)
        case "depth0": .integer(depth - 1)
        case "previtem": elements[index - 1] ?? .undefined(.other("loop.previtem"))
        case "nextitem": elements[index + 1] ?? .undefined(.other("loop.nextitem"))
        default: nil
        }
    }
}
