extension JSONCursor {
    /// The next string. Bytes that are no UTF-8 are refused, and not made other characters.
    package mutating func string() throws -> String {
        skipSpace()
        let (extent, escaped) = try stringExtent()
        let raw = UnsafeRawBufferPointer(rebasing: bytes[extent])
        if let wrong = UTF8Check.firstWrong(raw) {
            throw failure("text in UTF-8 (the byte is \(UTF8Check.hexadecimal(raw[wrong])))", at: extent.lowerBound + wrong)
        }
        // What was checked is decoded: String(validating:) looks its own types up at every call.
        return escaped ? String(decoding: try unescape(raw, at: extent.lowerBound), as: UTF8.self) : String(decoding: raw, as: UTF8.self)
    }

    /// The next string as UTF-8, in a buffer that is emptied first.
    package mutating func string(into text: inout [UInt8]) throws {
        text.removeAll(keepingCapacity: true)
        skipSpace()
        let (extent, escaped) = try stringExtent()
        let raw = UnsafeRawBufferPointer(rebasing: bytes[extent])
        if let wrong = UTF8Check.firstWrong(raw) {
            throw failure("text in UTF-8 (the byte is \(UTF8Check.hexadecimal(raw[wrong])))", at: extent.lowerBound + wrong)
        }
        if escaped { text.append(contentsOf: try unescape(raw, at: extent.lowerBound)) } else { text.append(contentsOf: raw) }
    }

    /// A string that is short; nil for a longer one, which is stepped over.
    package mutating func string(atMost limit: Int) throws -> String? {
        skipSpace()
        let start = position, (extent, _) = try stringExtent()
        guard extent.count <= limit else { return nil }
        position = start
        return try string()
    }

    /// Steps over a string; the bytes between its quotes, and whether any of them is an escape.
    mutating func stringExtent() throws -> (extent: Range<Int>, escaped: Bool) {
        try take(UInt8(ascii: "\""), "a string")
        let start = position
        var escaped = false
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<position - 1, escaped)
            case UInt8(ascii: "\\"):
                escaped = true
                position += 2
            case 0..<0x20: throw failure("control characters written as escapes")
            default: position += 1
            }
        }
        throw failure("the end of a string")
    }

    private func unescape(_ raw: UnsafeRawBufferPointer, at start: Int) throws -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var i = 0
        func wrong(_ expected: String = "a known escape", at place: Int? = nil) -> JSONFailure {
            failure(expected, at: start + (place ?? i))
        }
        func unit() -> UInt32? {
            guard raw.count - i >= 6, raw[i] == UInt8(ascii: "\\"), raw[i + 1] == UInt8(ascii: "u") else { return nil }
            var value: UInt32 = 0
            for digit in raw[i + 2..<i + 6] {
                guard let hex = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
                value = value << 4 | UInt32(clamping: hex)
            }
            i += 6
            return value
        }
        while i < raw.count {
            guard raw[i] == UInt8(ascii: "\\") else {
                text.append(raw[i])
                i += 1
                continue
            }
            guard i + 1 < raw.count else { throw wrong() }
            switch raw[i + 1] {
            case UInt8(ascii: "u"):
                let escape = i
                guard var value = unit() else { throw wrong() }
                if (0xd800..<0xdc00).contains(value) {
                    let resume = i
                    let low = unit() ?? 0
                    if (0xdc00..<0xe000).contains(low) { value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00) } else { i = resume }
                }
                // A lone surrogate is no character: it becomes the replacement character, as in other readers, where the text is no prompt.
                let scalar = Unicode.Scalar(value)
                guard scalar != nil || !refusesHalves else { throw wrong("both halves of a surrogate pair", at: escape) }
                text.append(contentsOf: Character(scalar ?? "\u{fffd}").utf8)
                continue
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(raw[i + 1])
            default: throw wrong()
            }
            i += 2
        }
        return text
    }

    /// A number's text and whether it is written without fraction and exponent.
    package mutating func numberText() throws -> (text: Substring.UTF8View, whole: Bool) {
        let (extent, whole) = try numberExtent()
        return (String(decoding: bytes[extent], as: UTF8.self)[...].utf8, whole)
    }

    /// Steps over a number; where it stands and whether it is written without fraction and exponent.
    mutating func numberExtent() throws -> (extent: Range<Int>, whole: Bool) {
        skipSpace()
        let start = position
        var whole = true
        if byte == UInt8(ascii: "-") { position += 1 }
        // As Python writes them.
        if byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") {
            guard takeWord("NaN") || takeWord("Infinity") else { throw failure("a JSON value") }
            return (start..<position, false)
        }
        let digits = try takeDigits()
        if digits > 1, bytes[position - digits] == UInt8(ascii: "0") { throw failure("a number without leading zeros") }
        if byte == UInt8(ascii: ".") {
            whole = false
            position += 1
            _ = try takeDigits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            whole = false
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            _ = try takeDigits()
        }
        return (start..<position, whole)
    }

    private mutating func takeDigits() throws -> Int {
        let start = position
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw failure("a digit") }
        return position - start
    }

    /// A number written as an integer that fits in 64 bits: not 1.0, not 1e3, not true.
    package mutating func integer() throws -> Int {
        skipSpace()
        let start = position
        let (text, whole) = try numberText()
        guard whole, let value = Int(foreign: String(Substring(text))) else {
            throw failure("an integer", at: start)
        }
        return value
    }

    /// A whole number from 0 that is written in digits alone, at most eighteen of them.
    package mutating func wholeNumber() throws -> Int {
        skipSpace()
        let start = position
        var number = 0
        while position < bytes.count, position - start < 18, bytes[position] &- 0x30 < 10 {
            number = number * 10 + Int(wide: bytes[position] &- 0x30)
            position += 1
        }
        guard position > start, position == bytes.count || bytes[position] &- 0x30 >= 10 else {
            throw failure("a whole number from 0 to 10^18", at: start)
        }
        return number
    }

    /// A number; NaN and infinities are read as what they are.
    package mutating func double() throws -> Double {
        let start = position
        guard let value = Double(Substring(try numberText().text)) else { throw failure("a number", at: start) }
        return value
    }
}
