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
                index.refuse(
                    expected: "an answer with results", found: "the error \"\(try cursor.string().shortened)\"",
                    remedy: "ask the server again")
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
            index.refuse(
                expected: "an answer of Neuronpedia's NLA server", found: ExplanationIndex.sentence(error),
                remedy: "save it again, the results before are used")
        }
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}

/// A page as the site saves it: `{"text", "temperature", "modelId", "nlaSourceId", "sortedPositions", "tokens", "resultJson"}`, where
/// resultJson is an answer of the server, written as a string.
struct NeuronpediaPage: ExplanationFormat {
    var name: String { "Neuronpedia page" }

    /// Longer answers are none: 512 positions of some kilobytes each.
    private static let longestAnswer = 64 << 20

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes))
        var source: String?
        do {
            try cursor.eachMember { cursor, key in
                switch (key, try cursor.kind()) {
                case ("resultJson", .object): try Neuronpedia.answer(&cursor, into: &index)
                case ("resultJson", .string): try unpack(&cursor, into: &index)
                case ("resultJson", let kind):
                    index.refuse(expected: "an answer in resultJson", found: kind.rawValue, remedy: "save the page again")
                    try cursor.skip()
                case ("tokens", .array): index.header.tokens = try Neuronpedia.tokens(&cursor)
                case ("modelId", .string): index.header.model = try cursor.string().shortened
                case ("nlaSourceId", .string): source = try cursor.string(atMost: ExplanationHeader.longestName)
                case ("temperature", .number): index.header.temperature = try cursor.double()
                default: try cursor.skip()
                }
            }
            try cursor.finish()
        } catch {
            index.refuse(
                expected: "a page as Neuronpedia saves it", found: ExplanationIndex.sentence(error),
                remedy: "save it again, the results before are used")
        }
        compare(index.site, with: source, into: &index)
    }

    /// The answer in a string: the rows lie in what it unpacks to.
    private func unpack(_ cursor: inout JSONCursor, into index: inout ExplanationIndex) throws {
        var ahead = cursor
        try ahead.skip()
        // Before it is copied.
        guard ahead.position - cursor.position <= Self.longestAnswer else {
            index.refuse(
                expected: "a resultJson of at most \(Self.longestAnswer) bytes", found: "\(ahead.position - cursor.position)",
                remedy: "save fewer positions a page")
            return try cursor.skip()
        }
        var answer = try cursor.string()
        let storage = try answer.withUTF8 { text in try MemoryBytes(count: text.count) { $0.copyMemory(from: UnsafeRawBufferPointer(text)) }
        }
        index.storage = storage
        var inner = JSONCursor(storage.bytes)
        do {
            try Neuronpedia.answer(&inner, into: &index)
            try inner.finish()
        } catch {
            index.refuse(
                expected: "results in resultJson", found: ExplanationIndex.sentence(error),
                remedy: "save the page again, the results before are used")
        }
    }

    /// "kitft-l41" says the layer, too. A page that was saved without one has 0 for it.
    private func compare(_ site: Site?, with source: String?, into index: inout ExplanationIndex) {
        guard let match = source?.firstMatch(of: TranscriptPatterns.source), let layer = Int(foreign: match.1), let site,
            site != .residual(layer + 1)
        else { return }
        index.refuse(
            expected: "the layer of nlaSourceId \"\((source ?? "").shortened)\"",
            found: "layer_index \(site.nlaLayer.map { "\($0)" } ?? "\(site)")",
            remedy: "compare the page with its source; layer_index is used")
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}

/// The streamed answer to /explain: `data: {"layer_index", "total", "prompt_length"}`, growing texts, `data: {"position", "description", …}`
/// for each result, and `data: [DONE]`.
struct NeuronpediaStream: ExplanationFormat {
    var name: String { "Neuronpedia stream" }

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        var isDone = false
        for line in TextLines(bytes) where !isDone {
            // Comments and names of events are no data.
            guard bytes[line.extent].starts(with: "data:".utf8) else { continue }
            var start = line.extent.lowerBound + 5, end = line.extent.upperBound
            while start < end, bytes[start] <= 0x20 { start += 1 }
            while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
            let extent = start..<end
            let data = UnsafeRawBufferPointer(rebasing: bytes[extent])
            if data.elementsEqual("[DONE]".utf8) { isDone = true } else { event(data, extent, line.number, into: &index) }
        }
        if !isDone {
            index.refuse(
                expected: "a stream that ends with data: [DONE]", found: "its end without it",
                remedy: "ask the server again for what is missing; the results before are used")
        }
    }

    private func event(_ data: UnsafeRawBufferPointer, _ extent: Range<Int>, _ line: Int, into index: inout ExplanationIndex) {
        var isResult = false
        var cursor = JSONCursor(data)
        do {
            try cursor.eachMember { cursor, key in
                switch (key, try cursor.kind()) {
                case ("layer_index", .number): index.state(.residual(try cursor.layer() + 1))
                case ("error", .string):
                    let text = try cursor.string().shortened
                    index.refuse(line, expected: "a result", found: "the error \"\(text)\"", remedy: "ask the server again")
                default:
                    isResult = isResult || key == "description"
                    try cursor.skip()
                }
            }
            if isResult { index.add(row: data, at: extent, line: line, again: .mistake) }
        } catch {
            index.refuse(line, expected: "an event of the stream", found: ExplanationIndex.sentence(error))
        }
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}
