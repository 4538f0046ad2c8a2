/// What Neuronpedia's NLA server answers and its site saves. The rows are those of `ExplanationRow`: `{"position", "token", "description",
/// "l2_norm", "mse", "cosine_similarity"}`.
enum Neuronpedia {
    /// The format of a file that begins with an object; nil where it is none of Neuronpedia's.
    static func format(of bytes: UnsafeRawBufferPointer) -> (any ExplanationFormat)? {
        var kinds: [String: JSONCursor.Kind] = [:]
        var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes))
        // A file that breaks off is what its beginning says it is.
        try? cursor.eachMember { cursor, key in
            kinds[key] = try cursor.kind()
            try cursor.skip()
        }
        if kinds["resultJson"] != nil { return NeuronpediaPage() }
        if kinds["results"] == .array || kinds["error"] == .string { return NeuronpediaAnswer() }
        return nil
    }

    /// The rows and what stands beside them in `{"results": […], "layer_index": 41, …}`, read with the cursor at the object.
    static func answer(_ cursor: inout JSONCursor, into index: inout ExplanationIndex) throws {
        index.unit = "result"
        var count = 0
        // Without positions the results are numbered: what was described were bare activations.
        var numbers: Bool?
        try cursor.eachMember { cursor, key in
            switch (key, try cursor.kind()) {
            case ("results", .array):
                try cursor.eachElement { cursor in
                    cursor.skipSpace()
                    let start = cursor.position
                    try cursor.skip()
                    let extent = start..<cursor.position
                    let row = UnsafeRawBufferPointer(rebasing: cursor.bytes[extent])
                    if numbers == nil { numbers = (try? ExplanationRow(row)).map { $0.position == nil } }
                    index.add(row: row, at: extent, line: count, ordinal: numbers == true ? count : nil, again: .mistake)
                    count += 1
                }
            case ("layer_index", .number): index.state(.residual(try cursor.layer() + 1))
            case ("tokens", .array): index.header.tokens = try tokens(&cursor)
            case ("error", .string):
                index.refuse(expected: "an answer with results", found: "the error \"\(try cursor.string().shortened)\"", remedy: "ask the server again")
            default: try cursor.skip()
            }
        }
    }

    /// A list of tokens, as texts or as objects with one.
    /// - Throws: `JSONFailure` for a list of other things.
    static func tokens(_ cursor: inout JSONCursor) throws -> [String] {
        var texts: [String] = []
        try cursor.eachElement { cursor in
            guard texts.count < ExplanationHeader.mostTokens else { return try cursor.skip() }
            guard try cursor.kind() == .object else { return texts.append(try cursor.string()) }
            var text: String?
            try cursor.eachMember { cursor, key in
                if key == "token", try cursor.kind() == .string { text = try cursor.string() } else { try cursor.skip() }
            }
            guard let text else { throw cursor.failure("a token with its text") }
            texts.append(text)
        }
        return texts
    }
}

/// `{"layer_index": 41, "results": […]}`, the answer to /explain; without positions that to /describe.
struct NeuronpediaAnswer: ExplanationFormat {
    var name: String { "Neuronpedia answer" }

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes))
        do {
            try Neuronpedia.answer(&cursor, into: &index)
            try cursor.finish()
        } catch {
            index.refuse(expected: "an answer of Neuronpedia's NLA server", found: ExplanationIndex.sentence(error), remedy: "save it again, the results before are used")
        }
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}
