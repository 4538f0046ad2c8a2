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
            index.refuse(expected: "a stream that ends with data: [DONE]", found: "its end without it", remedy: "ask the server again for what is missing; the results before are used")
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
