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
            throw Complaint(
                path, expected: "a configuration of at most \(Self.largestFile) bytes", found: "\(bytes.count) bytes",
                remedy: "check that this is the right file")
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
            if whole, let value = Int(foreign: String(Substring(text))) { return .integer(value) }
            // Python's numbers have no end; one of more than 64 bits would become another one here.
            if whole, !roundsIntegers { throw failure("a whole number of at most 64 bits", at: start) }
            position = start
            return .number(try double())
        }
    }
}

/// A JSON value as it was read; objects keep the order of their keys.
package enum OrderedJSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([OrderedJSON])
    case object([(key: String, value: OrderedJSON)])

    /// The value under a key of an object (the last one, where a key occurs twice); nil where there is none.
    package subscript(key: String) -> OrderedJSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    package var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    package var array: [OrderedJSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var object: [(key: String, value: OrderedJSON)]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What this is, for a complaint: the value itself where it is short, else its kind.
    package var summary: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : "\(number)"
        case .string(let text):
            text.unicodeScalars.count <= 60 ? "\"\(text.shortened)\"" : "a string of \(text.unicodeScalars.count) characters"
        case .array(let elements): "an array of \(elements.count)"
        case .object(let members): "an object of \(members.count) keys"
        }
    }

    /// Objects are equal where their keys are in the same order; NaN equals itself, as the text that it is written as.
    package static func == (left: OrderedJSON, right: OrderedJSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right || left.isNaN && right.isNaN
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    /// Bytes of all texts in it.
    package var textBytes: Int {
        switch self {
        case .null, .bool, .integer, .number: 8
        case .string(let text): text.utf8.count
        case .array(let elements): elements.reduce(8) { $0 + $1.textBytes }
        case .object(let members): members.reduce(8) { $0 + $1.key.utf8.count + $1.value.textBytes }
        }
    }
}
