import Foundation

/// The library's decoder for JSON of strangers: it makes a table of all values before it looks at one, so they are counted first.
package enum BoundedJSON {
    /// - Throws: `JSONFailure` for what is no JSON, is nested too deep or has more values than `most`; `DecodingError`.
    package static func decode<T: Decodable>(_ type: T.Type, from data: Data, most: Int, by decoder: JSONDecoder = JSONDecoder()) throws -> T {
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
