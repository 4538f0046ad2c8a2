import Foundation

/// A value as JSON, for stdout and for files: keys sorted, so that the same value is the same bytes, and nothing in it that a terminal would do
/// something at.
package enum JSONBytes {
    /// JSON has no number for what is none: a text stands for it.
    package static let words = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

    /// - Throws: `EncodingError` for what has no JSON.
    package static func of(_ value: some Encodable, pretty: Bool = false, numbers: JSONEncoder.NonConformingFloatEncodingStrategy = .throw)
        throws -> Data
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = numbers
        return escaped(try encoder.encode(value))
    }

    /// The same JSON with hazards as `\u` escapes. The encoder writes those below U+0020 as escapes itself; whatever is left stands inside of strings,
    /// since JSON has only ASCII outside of them.
    package static func escaped(_ json: Data) -> Data {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        return Data(Hazards.escaped(String(decoding: json, as: UTF8.self)).utf8)
    }
}

/// The library's decoder for JSON of strangers: it makes a table of all values before it looks at one, so they are counted first.
package enum BoundedJSON {
    /// - Throws: `JSONFailure` for what is no JSON, is nested too deep or has more values than `most`; `DecodingError`.
    package static func decode<T: Decodable>(_ type: T.Type, from data: Data, most: Int, by decoder: JSONDecoder = JSONDecoder()) throws
        -> T
    {
        try check(data, most: most)
        return try decoder.decode(type, from: data)
    }

    /// What an object says under a key, if it is a text; nothing else of it is kept.
    package static func stated(_ key: String, in bytes: UnsafeRawBufferPointer) -> String? {
        var cursor = JSONCursor(bytes), found: String?
        try? cursor.eachMember { cursor, name in
            guard name == key, try cursor.kind() == .string else { return try cursor.skip() }
            found = try cursor.string(atMost: 1000)
            cursor.stop()
        }
        return found
    }

    /// - Throws: `JSONFailure`
    package static func check(_ data: Data, most: Int) throws {
        try data.withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes)), room = most
            try cursor.skip(room: &room)
            try cursor.finish()
        }
    }
}

/// A JSON object that carries the checksum of its own text, in its first line, so that a figure that changed on a disk is no other figure.
///
///     {
///       "checksum" : "crc32 1a2b3c4d",
///       …
///
/// The checksum is that of the text without this line; white space at the end does not count. Without the line nothing is checked: whoever
/// edits such a file by hand takes it out.
package enum CheckedText {
    package static let key = "checksum"
    private static let start = Data("{\n".utf8)
    private static let before = Data("{\n  \"\(key)\" : \"crc32 ".utf8), after = Data("\",\n".utf8)
    private static let digits = 8

    /// - Parameter text: a pretty-printed object with members.
    package static func sealed(_ text: Data) -> Data {
        guard text.starts(with: start) else { return text }
        return before + Data(sum(text).utf8) + after + text.dropFirst(start.count)
    }

    /// Whether a text is as it was sealed, or has no checksum.
    package static func isIntact(_ text: Data) -> Bool {
        guard text.starts(with: before) else {
            // One that another program wrote anew says nothing of the text that it had.
            struct Keyed: Decodable { var checksum: String? }
            return (try? JSONDecoder().decode(Keyed.self, from: text))?.checksum == nil
        }
        let rest = text.dropFirst(before.count), told = rest.prefix(digits), behind = rest.dropFirst(digits)
        return behind.starts(with: after) && Data(sum(start + behind.dropFirst(after.count)).utf8) == told
    }

    private static func sum(_ text: Data) -> String {
        let end = text.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? text.startIndex
        let digits = String(Data(text[text.startIndex..<end]).withUnsafeBytes { CRC32.checksum($0) }, radix: 16)
        return String(repeating: "0", count: Self.digits - digits.count) + digits
    }
}
