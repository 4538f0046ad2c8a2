/// Reads JSON text from front to back, straight from the bytes of a file, and builds only what is asked for.
///
/// Headers, document lines and label rows are read with it: a field that nobody wants is stepped over, a number is an
/// integer only when it is written as one, and `true` is never 1. Every read is checked against the end of the bytes,
/// and nesting is limited, so that no input can crash it.
package struct JSONCursor {
    package enum Kind: String {
        case object = "an object", array = "a list", string = "a string", number = "a number", bool = "true or false", null = "null"
    }

    /// Deeper nesting is refused: no file that Parallax reads comes near it, and the stack has an end.
    package static let deepestNesting = 128

    package let bytes: UnsafeRawBufferPointer
    package var position: Int
    var depth = 0
    private var stopped = false
    private var entries = 0
    /// Is looked at now and then; with it reading can throw `CancellationError`.
    package var cancellation: Cancellation?
    /// The file, for those who complain of what they read.
    package var subject = "JSON"
    /// Whether half a surrogate pair, which is no character, is refused in a string: in what a model reads no character stands for another.
    package var refusesHalves = false

    /// Whether whole numbers of more than 64 bits become the nearest other number: tokenizers have lengths of 10^30. Else they are refused.
    package var roundsIntegers = false

    /// The bytes must outlive the cursor.
    package init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    package func failure(_ expected: String) -> JSONFailure { failure(expected, at: position) }

    package func failure(_ expected: String, at position: Int) -> JSONFailure {
        JSONFailure(expected: expected, position: position, in: bytes)
    }

    /// The byte at `position`; nil at the end.
    package var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    package mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    mutating func take(_ wanted: UInt8, _ name: String) throws {
        guard byte == wanted else { throw failure(name) }
        position += 1
    }

    /// What the next value is, without reading it.
    package mutating func kind() throws -> Kind {
        skipSpace()
        guard let byte else { throw failure("a JSON value") }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"), UInt8(ascii: "I"): return .number
        default: throw failure("a JSON value")
        }
    }

    /// Calls `body` at the value of each member; it must read that value or `skip()` it.
    package mutating func eachMember(_ body: (inout JSONCursor, _ key: String) throws -> Void) throws {
        try list(open: "{", close: "}") { cursor in
            let key = try cursor.string()
            cursor.skipSpace()
            try cursor.take(UInt8(ascii: ":"), "a colon after a key")
            try body(&cursor, key)
        }
    }

    /// `eachMember` with keys as bytes in a buffer that is used again, for objects of many members.
    package mutating func eachRawMember(_ body: (inout JSONCursor, _ key: inout [UInt8]) throws -> Void) throws {
        var key: [UInt8] = []
        try list(open: "{", close: "}") { cursor in
            try cursor.string(into: &key)
            cursor.skipSpace()
            try cursor.take(UInt8(ascii: ":"), "a colon after a key")
            try body(&cursor, &key)
        }
    }

    /// Calls `body` at each element; it must read that value or `skip()` it.
    package mutating func eachElement(_ body: (inout JSONCursor) throws -> Void) throws {
        try list(open: "[", close: "]", body)
    }

    private mutating func list(open: Unicode.Scalar, close: Unicode.Scalar, _ body: (inout JSONCursor) throws -> Void) throws {
        skipSpace()
        try take(UInt8(ascii: open), open == "{" ? "an object" : "a list")
        depth += 1
        guard depth <= Self.deepestNesting else { throw failure("at most \(Self.deepestNesting) levels of nesting") }
        skipSpace()
        if byte == UInt8(ascii: close) {
            position += 1
        } else {
            while true {
                try body(&self)
                if stopped { return }
                entries &+= 1
                if entries & 1023 == 0 { try cancellation?.check() }
                skipSpace()
                if byte == UInt8(ascii: ",") {
                    position += 1
                } else {
                    try take(UInt8(ascii: close), "a comma or \(close)")
                    break
                }
            }
        }
        depth -= 1
    }

    /// Called in a body, ends all surrounding `eachMember` and `eachElement` at once; the cursor can read no further.
    package mutating func stop() { stopped = true }

    /// Steps over the next value, checking only its form.
    package mutating func skip() throws {
        var room = Int.max
        try skip(room: &room)
    }

    /// Steps over the next value, as long as there is room for the values in it.
    mutating func skip(room: inout Int) throws {
        let kind = try kind()
        room -= 1
        guard room >= 0 else { throw failure("fewer values") }
        switch kind {
        case .object:
            try list(open: "{", close: "}") { cursor in
                cursor.skipSpace()
                _ = try cursor.stringExtent()
                cursor.skipSpace()
                try cursor.take(UInt8(ascii: ":"), "a colon after a key")
                try cursor.skip(room: &room)
            }
        case .array: try list(open: "[", close: "]") { try $0.skip(room: &room) }
        case .string: _ = try stringExtent()
        case .number: _ = try numberExtent()
        case .bool: _ = try bool()
        case .null: try null()
        }
    }

    package mutating func bool() throws -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw failure("true or false")
    }

    package mutating func null() throws {
        skipSpace()
        guard takeWord("null") else { throw failure("null") }
    }

    mutating func takeWord(_ word: StaticString) -> Bool {
        guard word.utf8CodeUnitCount <= bytes.count - position else { return false }
        for i in 0..<word.utf8CodeUnitCount where bytes[position + i] != word.utf8Start[i] { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    /// Succeeds where nothing but white space is left.
    package mutating func finish() throws {
        skipSpace()
        guard byte == nil else { throw failure("nothing after the value") }
    }
}

/// Where JSON text stopped being what was expected. Readers turn it into a `Complaint` that names their file.
package struct JSONFailure: Error, CustomStringConvertible {
    package let expected: String
    /// In bytes from the beginning of the text.
    package let position: Int
    /// The same as a person counts.
    package let place: TextPlace

    init(expected: String, position: Int, in bytes: UnsafeRawBufferPointer) {
        self.expected = expected
        self.position = position
        place = TextPlace(of: position, in: bytes)
    }

    /// What was found, for a sentence about a whole text.
    package var found: String { "something else than \(expected) at \(place)" }

    /// What was found, for a sentence that names the line.
    package var foundInLine: String { place.line == 1 ? "something else than \(expected) at column \(place.column)" : found }

    package var description: String { "\(expected) expected at \(place)" }
}
