/// A JSON value as a tree, for configuration files. Integers stay apart from other numbers and from true and false.
package enum JSONValue: Sendable, Equatable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case null

    /// A tree of more values is no configuration, and would fill the memory.
    static let mostValues = 1_000_000
    /// A configuration is small; a larger file is something else and is not read into memory.
    package static let largestFile = 16 << 20

    /// - Throws: `JSONFailure`, also for a key that stands twice in one object, and for more than `mostValues` values.
    package init(parsing bytes: UnsafeRawBufferPointer) throws {
        var cursor = JSONCursor(bytes), room = Self.mostValues
        self = try cursor.value(room: &room)
        try cursor.finish()
    }

    /// A small file.
    /// - Throws: `JSONFailure`; `Complaint` where it cannot be read or is too large.
    package init(file path: String) throws {
        self = try MappedFile.reading(path) { try JSONValue(file: path, $0) }
    }

    /// A small file whose bytes are at hand.
    /// - Throws: as `init(file:)`.
    package init(file path: String, _ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count <= Self.largestFile else {
            throw Complaint(path, expected: "a configuration of at most \(Self.largestFile) bytes", found: "\(bytes.count) bytes", remedy: "check that this is the right file")
        }
        try self.init(parsing: bytes)
    }

    package subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    package var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    package var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// A finite number: NaN and infinities, which Python writes, are numbers that nobody can compute with.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value.isFinite ? value : nil
        default: nil
        }
    }
}

extension JSONValue {
    /// As sentences about a file quote it.
    package var quoted: String {
        switch self {
        case .object(let members): "an object of \(members.count)"
        case .array(let elements): "a list of \(elements.count)"
        case .string(let text): "\"\(text.shortened)\""
        case .integer(let value): "\(value)"
        case .number(let value): value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : "\(value)"
        case .bool(let value): "\(value)"
        case .null: "null"
        }
    }
}

extension JSONCursor {
    /// The next value as a tree.
    package mutating func value() throws -> JSONValue {
        var room = JSONValue.mostValues
        return try value(room: &room)
    }

    /// The next value as a tree, of no more values than there is room for.
    package mutating func value(room: inout Int) throws -> JSONValue {
        let kind = try kind()
        room -= 1
        guard room >= 0 else { throw failure("a text of at most \(JSONValue.mostValues) values") }
        switch kind {
        case .object:
            var members: [String: JSONValue] = [:]
            try eachMember { cursor, key in
                let value = try cursor.value(room: &room)
                guard members.updateValue(value, forKey: key) == nil else { throw cursor.failure("the key \"\(key.prefix(80))\" once") }
            }
            return .object(members)
        case .array:
            var elements: [JSONValue] = []
            try eachElement { elements.append(try $0.value(room: &room)) }
            return .array(elements)
        case .string: return .string(try string())
        case .bool: return .bool(try bool())
        case .null:
            try null()
            return .null
        case .number:
            let start = position
            let (text, whole) = try numberText()
            if whole, let value = Int(foreign: String(Substring(text))) { return .integer(value) }
            guard let value = Double(Substring(text)) else { throw failure("a number", at: start) }
            return .number(value)
        }
    }
}

extension JSONCursor {
    /// The next value as a tree whose objects keep the order of their keys, of no more values than there is room for.
    package mutating func orderedValue(room: inout Int) throws -> OrderedJSON {
        let kind = try kind()
        room -= 1
        guard room >= 0 else { throw failure("a text of at most \(JSONValue.mostValues) values") }
        switch kind {
        case .object:
            var members: [(key: String, value: OrderedJSON)] = []
            try eachMember { cursor, key in members.append((key, try cursor.orderedValue(room: &room))) }
            return .object(members)
        case .array:
            var elements: [OrderedJSON] = []
            try eachElement { elements.append(try $0.orderedValue(room: &room)) }
            return .array(elements)
        case .string: return .string(try string())
        case .bool: return .bool(try bool())
        case .null:
            try null()
            return .null
        case .number:
            skipSpace()
            let start = position
            let (text, whole) = try numberText()
            if whole {
                // Python's numbers have no end; one of more than 64 bits would become another one here.
                guard let value = Int(foreign: String(Substring(text))) else { throw failure("a whole number of at most 64 bits", at: start) }
                return .integer(value)
            }
            position = start
            return .number(try double())
        }
    }
}
