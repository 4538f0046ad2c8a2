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
            index.refuse(expected: "a page as Neuronpedia saves it", found: ExplanationIndex.sentence(error), remedy: "save it again, the results before are used")
        }
        compare(index.site, with: source, into: &index)
    }

    /// The answer in a string: the rows lie in what it unpacks to.
    private func unpack(_ cursor: inout JSONCursor, into index: inout ExplanationIndex) throws {
        var ahead = cursor
        try ahead.skip()
        // Before it is copied.
        guard ahead.position - cursor.position <= Self.longestAnswer else {
            index.refuse(expected: "a resultJson of at most \(Self.longestAnswer) bytes", found: "\(ahead.position - cursor.position)", remedy: "save fewer positions a page")
            return try cursor.skip()
        }
        var answer = try cursor.string()
        let storage = try answer.withUTF8 { text in try MemoryBytes(count: text.count) { $0.copyMemory(from: UnsafeRawBufferPointer(text)) } }
        index.storage = storage
        var inner = JSONCursor(storage.bytes)
        do {
            try Neuronpedia.answer(&inner, into: &index)
            try inner.finish()
        } catch {
            index.refuse(expected: "results in resultJson", found: ExplanationIndex.sentence(error), remedy: "save the page again, the results before are used")
        }
    }

    /// "kitft-l41" says the layer, too. A page that was saved without one has 0 for it.
    private func compare(_ site: Site?, with source: String?, into index: inout ExplanationIndex) {
        guard let match = source?.firstMatch(of: TranscriptPatterns.source), let layer = Int(foreign: match.1), let site, site != .residual(layer + 1) else { return }
        index.refuse(
            expected: "the layer of nlaSourceId \"\((source ?? "").shortened)\"", found: "layer_index \(site.nlaLayer.map { "\($0)" } ?? "\(site)")",
            remedy: "compare the page with its source; layer_index is used")
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}
