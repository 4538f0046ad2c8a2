/// A JSON text of a tokenizer, a chat or a template's variables: what its cursor refuses becomes a complaint that names the file.
package enum JSONText {
    /// Reads all of it with `body`, which must read one value.
    /// - Throws: `Complaint`; `CancellationError`.
    package static func read<Result>(
        _ bytes: [UInt8], subject: String, _ cancellation: Cancellation? = nil, _ body: (inout JSONCursor) throws -> Result
    ) throws -> Result {
        try bytes.withUnsafeBytes { raw in
            var cursor = JSONCursor(raw)
            cursor.subject = subject
            cursor.cancellation = cancellation
            cursor.refusesHalves = true
            cursor.roundsIntegers = true
            do {
                let result = try body(&cursor)
                try cursor.finish()
                return result
            } catch let failure as JSONFailure {
                throw Complaint(
                    subject, expected: "JSON with \(failure.expected)", found: found(at: failure, in: raw),
                    remedy: "the file is damaged, fetch it again")
            }
        }
    }

    /// The whole text as one value, whose objects keep the order of their keys.
    package static func value(_ bytes: [UInt8], subject: String, _ cancellation: Cancellation? = nil) throws -> OrderedJSON {
        try read(bytes, subject: subject, cancellation) { try $0.orderedValue() }
    }

    /// What stands at the place, for a sentence.
    private static func found(at failure: JSONFailure, in bytes: UnsafeRawBufferPointer) -> String {
        guard failure.position < bytes.count else { return "the end of the file" }
        let beginning = String(decoding: bytes[failure.position..<min(bytes.count, failure.position + 4)], as: UTF8.self)
        let scalar = beginning.unicodeScalars.first ?? "\u{fffd}"
        let what = scalar == "\u{fffd}" ? "the byte \(UTF8Check.hexadecimal(bytes[failure.position]))" : "\"\(scalar)\""
        return "\(what) at \(failure.place)"
    }
}

extension JSONCursor {
    /// The next value as a tree, however many values it holds.
    package mutating func orderedValue() throws -> OrderedJSON {
        var room = Int.max
        return try orderedValue(room: &room)
    }

    /// The same of a value of at most so many bytes: as a tree it takes ten times as much.
    package mutating func orderedValue(atMost most: Int) throws -> OrderedJSON {
        skipSpace()
        let start = position
        try skip()
        guard position - start <= most else {
            throw Complaint(
                subject, expected: "a value of at most \(most) bytes at \(TextPlace(of: start, in: bytes))", found: "\(position - start)",
                remedy: "the file is damaged or meant for something else, use another one")
        }
        position = start
        return try orderedValue()
    }
}
