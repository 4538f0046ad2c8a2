extension ActivationVerbalizer {
    /// Rows that are decoded together: enough for the weights to be read once for many, few enough for their caches.
    package static let rowsTogether = 32

    /// Writes an explanation of every row.
    /// - Parameters:
    ///   - activations: `[N, d]`, raw; only their directions count.
    ///   - sampling: Temperature 0 for reproducible reading, 1 as in training; the published limit is 200 new tokens.
    ///   - onText: Told the explanation so far whenever it grows: no tags, no incomplete characters.
    /// - Returns: One verbalization a row, in their order.
    /// - Throws: `Complaint` for rows of another width, and for a row that is zero or not finite; `CancellationError`.
    public func verbalize(
        _ activations: Rows, sampling: Sampling = Sampling(), cancellation: Cancellation? = nil, onText: ((_ row: Int, _ textSoFar: String) -> Void)? = nil
    ) throws -> [Verbalization] {
        let vectors = try injections(activations)
        var all: [Verbalization] = []
        for first in stride(from: 0, to: vectors.count, by: Self.rowsTogether) {
            let batch = vectors[first..<min(first + Self.rowsTogether, vectors.count)]
            var sampling = sampling
            sampling.firstRow += first
            all += try verbalize(Array(batch), sampling, cancellation, onText.map { onText in { row, text in onText(first + row, text) } })
        }
        return all
    }

    private func verbalize(_ vectors: [[Float]], _ sampling: Sampling, _ cancellation: Cancellation?, _ onText: ((Int, String) -> Void)?) throws -> [Verbalization] {
        let stop = model.configuration.stopTokenIDs(tokenizer)
        var outputs = vectors.map { _ in GrowingOutput(decoder: tokenizer.streamingDecoder()) }
        let generations = try model.generate(vectors.map { try sequence($0, [], cancellation) }, sampling: sampling, cancellation: cancellation) { row, id in
            guard !stop.contains(id) else { return true }
            outputs[row].append(id)
            if let onText, let text = outputs[row].shownAnew() { onText(row, text) }
            return outputs[row].isComplete
        }
        return generations.map { generation in
            let ids = generation.ids
            let written = ids.last.map(stop.contains) == true ? ids.dropLast() : ids[...]
            return Verbalization(
                output: tokenizer.decode(Array(written), skipSpecialTokens: false), tokenIDs: ids, tokenLogProbabilities: generation.logProbabilities, marker: marker.text)
        }
    }
}

/// The output of one row while it is written.
private struct GrowingOutput {
    var decoder: StreamingDecoder
    private var output = ""
    private var shown = ""

    init(decoder: StreamingDecoder) { self.decoder = decoder }

    var isComplete: Bool { ExplanationText.isComplete(output) }

    mutating func append(_ id: Int) { output += decoder.append(id) }

    /// The explanation so far, where it has changed since it was asked for last.
    mutating func shownAnew() -> String? {
        let visible = ExplanationText.visible(in: output)
        guard visible != shown else { return nil }
        shown = visible
        return visible
    }
}
