/// A value while a template runs. Strings are sequences of scalars, as in Python.
enum JinjaValue {
    /// A name or attribute that is not there: prints as nothing, is false, cannot be looked into.
    case undefined(String)
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([JinjaValue])
    case mapping(JinjaMapping)
    case namespace(JinjaNamespace)
    case loop(JinjaLoopState)
    case macro(JinjaMacro)
    case function(String)
    indirect case method(JinjaValue, String)

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .number(let number): number != 0
        case .string(let text): !text.isEmpty
        case .list(let elements): !elements.isEmpty
        case .mapping(let mapping): !mapping.keys.isEmpty
        case .namespace, .loop, .macro, .function, .method: true
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
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

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// What kind of value this is, for a complaint.
    var kind: String {
        switch self {
        case .undefined(let name): "\(name), which is undefined"
        case .none: "none"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .mapping: "a mapping"
        case .namespace: "a namespace"
        case .loop: "the loop"
        case .macro(let macro): "the macro \(macro.name)"
        case .function(let name): "the function \(name)"
        case .method(_, let name): "the method \(name)"
        }
    }

    /// Equality as in Python: numbers by value, strings by scalars, lists and mappings by their elements.
    static func == (left: JinjaValue, right: JinjaValue) -> Bool {
        switch (left, right) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.integer(let left), .integer(let right)): return left == right
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)): return left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
        case (.mapping(let left), .mapping(let right)):
            return left.keys.count == right.keys.count && left.entries.allSatisfy { key, value in right[key].map { $0 == value } ?? false }
        case (.namespace(let left), .namespace(let right)): return left === right
        default:
            guard let left = left.numeric, let right = right.numeric else { return false }
            return left == right
        }
    }
}

/// A dictionary that keeps the order of its keys. It is small in every template; keys are compared one by one.
struct JinjaMapping {
    private(set) var keys: [JinjaValue] = []
    private(set) var values: [JinjaValue] = []

    init(_ entries: [(key: JinjaValue, value: JinjaValue)] = []) {
        for (key, value) in entries { self[key] = value }
    }

    var entries: [(key: JinjaValue, value: JinjaValue)] { zip(keys, values).map { (key: $0, value: $1) } }

    subscript(key: JinjaValue) -> JinjaValue? {
        get { keys.firstIndex { $0 == key }.map { values[$0] } }
        set {
            guard let newValue else { return }
            if let index = keys.firstIndex(where: { $0 == key }) {
                values[index] = newValue
            } else {
                keys.append(key)
                values.append(newValue)
            }
        }
    }
}

/// What `namespace()` makes: the one thing that a template can change from inside of a loop.
final class JinjaNamespace {
    var attributes: JinjaMapping

    init(_ attributes: JinjaMapping) {
        self.attributes = attributes
    }
}

/// The variable `loop`.
final class JinjaLoopState {
    let elements: [JinjaValue]
    let depth: Int
    var index = 0

    init(_ elements: [JinjaValue], depth: Int) {
        self.elements = elements
        self.depth = depth
    }

    func attribute(_ name: String) -> JinjaValue? {
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
        case "previtem": index > 0 ? elements[index - 1] : .undefined("loop.previtem")
        case "nextitem": index + 1 < elements.count ? elements[index + 1] : .undefined("loop.nextitem")
        default: nil
        }
    }
}
