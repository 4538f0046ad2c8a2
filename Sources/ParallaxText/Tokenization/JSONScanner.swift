import Foundation

/// A pull parser over JSON bytes. A vocabulary of 150,000 entries is read through it without a tree of values being made.
///
/// Reading never goes past the end, nests at most `deepest` levels, and refuses what is no JSON with a `Complaint` that names the byte.
package struct JSONScanner {
    let bytes: [UInt8]
    let subject: String
    package var position = 0
    /// Is looked at now and then; with it reading can throw `CancellationError`.
    var cancellation: Cancellation?
    private var depth = 0
    private var entries = 0
    private static let deepest = 100

    /// - Parameter subject: the file, for complaints.
    package init(_ bytes: [UInt8], subject: String) {
        self.bytes = bytes
        self.subject = subject
    }

    /// The whole text as one value.
    package static func parse(_ bytes: [UInt8], subject: String, _ cancellation: Cancellation? = nil) throws -> OrderedJSON {
        var scanner = JSONScanner(bytes, subject: subject)
        scanner.cancellation = cancellation
        let value = try scanner.value()
        try scanner.end()
        return value
    }

    func damaged(_ expected: String) -> Complaint {
        let found = position < bytes.count ? "\(character) at \(TextPlace(of: position, in: bytes))" : "the end of the file"
        return Complaint(subject, expected: "JSON with \(expected)", found: found, remedy: "the file is damaged, fetch it again")
    }

    /// What stands at the position, for a sentence.
    private var character: String {
        let beginning = String(decoding: bytes[position..<min(bytes.count, position + 4)], as: UTF8.self).unicodeScalars.first ?? "\u{fffd}"
        return beginning == "\u{fffd}" ? "the byte \(UTF8Check.hexadecimal(bytes[position]))" : "\"\(beginning)\""
    }

    mutating func skipSpace() {
        while position < bytes.count,
            bytes[position] == 0x20 || (bytes[position] >= 9 && bytes[position] <= 13 && bytes[position] != 11 && bytes[position] != 12)
        {
            position += 1
        }
    }

    /// The next byte that is no white space, unread; nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    package mutating func end() throws {
        guard peek() == nil else { throw damaged("one value and nothing after it") }
    }

    /// Reads an object; `member` is called at each value with its key and must read or skip it.
    package mutating func object(_ member: (inout JSONScanner, String) throws -> Void) throws {
        try members { scanner, key in try member(&scanner, String(decoding: key, as: UTF8.self)) }
    }

    /// `object` with keys as bytes in a buffer that is used again, for objects of many members.
    package mutating func members(_ member: (inout JSONScanner, inout [UInt8]) throws -> Void) throws {
        guard take(UInt8(ascii: "{")) else { throw damaged("an object") }
        try descend()
        defer { depth -= 1 }
        if take(UInt8(ascii: "}")) { return }
        var key: [UInt8] = []
        repeat {
            guard peek() == UInt8(ascii: "\"") else { throw damaged("a key in quotes") }
            try string(into: &key)
            guard take(UInt8(ascii: ":")) else { throw damaged("a colon after a key") }
            try member(&self, &key)
            try step()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw damaged("a comma or the end of an object") }
    }

    /// Reads an array; `element` is called at each element and must read or skip it.
    package mutating func array(_ element: (inout JSONScanner) throws -> Void) throws {
        guard take(UInt8(ascii: "[")) else { throw damaged("an array") }
        try descend()
        defer { depth -= 1 }
        if take(UInt8(ascii: "]")) { return }
        repeat {
            try element(&self)
            try step()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw damaged("a comma or the end of an array") }
    }

    private mutating func step() throws {
        entries &+= 1
        if entries & 1023 == 0 { try cancellation?.check() }
    }

    private mutating func descend() throws {
        depth += 1
        guard depth <= Self.deepest else { throw damaged("at most \(Self.deepest) levels") }
    }

    /// Any value as a tree.
    package mutating func value() throws -> OrderedJSON {
        switch peek() {
        case UInt8(ascii: "{"):
            var members: [(key: String, value: OrderedJSON)] = []
            try object { scanner, key in members.append((key, try scanner.value())) }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [OrderedJSON] = []
            try array { scanner in elements.append(try scanner.value()) }
            return .array(elements)
        case UInt8(ascii: "\""):
            var text: [UInt8] = []
            try string(into: &text)
            return .string(String(decoding: text, as: UTF8.self))
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Passes over any value as `value` reads it, without keeping anything of it.
    package mutating func check() throws {
        switch peek() {
        case UInt8(ascii: "{"): try members { scanner, _ in try scanner.check() }
        case UInt8(ascii: "["): try array { scanner in try scanner.check() }
        default: _ = try value()
        }
    }

    /// `value` of at most so many bytes: as a tree it takes ten times as much.
    package mutating func value(atMost most: Int) throws -> OrderedJSON {
        skipSpace()
        let start = position
        try check()
        guard position - start <= most else {
            throw Complaint(
                subject, expected: "a value of at most \(most) bytes at \(TextPlace(of: start, in: bytes))", found: "\(position - start)",
                remedy: "the file is damaged or meant for something else, use another one")
        }
        position = start
        return try value()
    }

    /// A whole number from 0.
    package mutating func wholeNumber() throws -> Int {
        skipSpace()
        let start = position
        var number = 0
        while position < bytes.count, position - start < 18, bytes[position] &- 0x30 < 10 {
            number = number * 10 + Int(wide: bytes[position] &- 0x30)
            position += 1
        }
        guard position > start, position == bytes.count || bytes[position] &- 0x30 >= 10 else {
            throw damaged("a whole number from 0 to 10^18")
        }
        return number
    }

    /// Passes over any value; only its brackets and strings are looked at.
    package mutating func skip() throws {
        switch peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer()
        case UInt8(ascii: "\""): try skipString()
        default: _ = try value()
        }
    }

    private mutating func skipContainer() throws {
        var open = 0
        repeat {
            guard position < bytes.count else { throw damaged("a closing bracket") }
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
            case UInt8(ascii: "\""):
                try skipString()
                continue
            default: break
            }
            position += 1
        } while open > 0
    }

    private mutating func skipString() throws {
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw damaged("a closing quote") }
        position += 1
    }

    private mutating func word(_ text: StaticString, _ value: OrderedJSON) throws -> OrderedJSON {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count,
            bytes[position..<position + count].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: count))
        else {
            throw damaged("true, false or null")
        }
        position += count
        return value
    }

    private mutating func number() throws -> OrderedJSON {
        skipSpace()
        let start = position
        var isWhole = true
        if let number = notFinite() { return .number(number) }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
            default:
                return try number(start, isWhole)
            }
            position += 1
        }
        return try number(start, isWhole)
    }

    /// NaN and infinities, as Python writes them.
    private mutating func notFinite() -> Double? {
        for (word, value) in [("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity)]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        return nil
    }

    private func number(_ start: Int, _ isWhole: Bool) throws -> OrderedJSON {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int(foreign: text) { return .integer(whole) }
        guard let number = Double(text) else { throw damaged("a value") }
        return .number(number)
    }
}
