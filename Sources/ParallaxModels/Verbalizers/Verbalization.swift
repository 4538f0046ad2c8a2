/// What an activation verbalizer wrote about one activation.
public struct Verbalization: Sendable, Equatable {
    /// The explanation, without tags, stripped.
    public let text: String
    /// Everything that was generated, with what stands around the explanation; the form in which edited texts are scored.
    public let output: String
    /// All generated ids: tags, explanation, and the stop token where one ended it.
    public let tokenIDs: [Int]
    /// Natural logarithm of the probability of each id given the activation and the ids before it, at temperature 1.
    public let tokenLogProbabilities: [Double]
    /// The closing tag was not written before the end; the text is what there was.
    public let truncated: Bool
    /// The text shows signs that the AV read the marker and not the activation.
    public let injectionFailed: Bool

    public var tokenCount: Int { tokenIDs.count }
    /// Natural logarithm of the probability of all generated ids given the activation.
    public var logProbability: Double { tokenLogProbabilities.reduce(0, +) }

    package init(output: String, tokenIDs: [Int], tokenLogProbabilities: [Double], marker: String) {
        let explanation = ExplanationText(output: output)
        text = explanation.text
        truncated = !explanation.isClosed
        injectionFailed = InjectionFailure.shows(in: explanation.text, marker: marker)
        self.output = output
        self.tokenIDs = tokenIDs
        self.tokenLogProbabilities = tokenLogProbabilities
    }
}

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
        _ activations: Rows, sampling: Sampling = Sampling(), cancellation: Cancellation? = nil,
        onText: ((_ row: Int, _ textSoFar: String) -> Void)? = nil
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

    private func verbalize(_ vectors: [[Float]], _ sampling: Sampling, _ cancellation: Cancellation?, _ onText: ((Int, String) -> Void)?)
        throws -> [Verbalization]
    {
        let stop = model.configuration.stopTokenIDs(tokenizer)
        var outputs = vectors.map { _ in GrowingOutput(decoder: tokenizer.streamingDecoder()) }
        let generations = try model.generate(
            vectors.map { try sequence($0, [], cancellation) }, sampling: sampling, cancellation: cancellation
        ) { row, id in
            guard !stop.contains(id) else { return true }
            outputs[row].append(id)
            if let onText, let text = outputs[row].shownAnew() { onText(row, text) }
            return outputs[row].isComplete
        }
        return generations.map { generation in
            let ids = generation.ids
            let written = ids.last.map(stop.contains) == true ? ids.dropLast() : ids[...]
            return Verbalization(
                output: tokenizer.decode(Array(written), skipSpecialTokens: false), tokenIDs: ids,
                tokenLogProbabilities: generation.logProbabilities, marker: marker.text)
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

/// A text that an AV has read once with one vector at the marker, so that other texts with the same beginning cost only what differs.
public struct ReadText: Sendable {
    /// Of the text, with what stands around it.
    public let ids: [Int]
    /// Natural logarithm of each id's probability given the vector and the ids before it.
    public let tokenLogProbabilities: [Double]
    /// Keys and values of the prompt and of all ids but the last.
    let cache: KeyValueCache
    /// Tokens of the prompt, the marker included.
    let promptLength: Int
    /// Row i answers id i: the state that id i is predicted from.
    let answers: Rows
}

extension ActivationVerbalizer {
    /// The ids of a text that is cut off at its end, as the AV would be in the midst of writing it: `<explanation>⏎text`.
    /// - Parameter like: as in `tokenIDs(of:like:)`.
    package func openIDs(of text: String, like verbalization: Verbalization? = nil, cancellation: Cancellation? = nil) throws -> [Int] {
        let form = verbalization.map { ExplanationForm(output: $0.output) } ?? .published
        return try tokenizer.encode(form.opening + text, addSpecialTokens: false, cancellation: cancellation)
    }

    /// Reads ids once with each of the vectors at the marker, in one batch.
    /// - Parameter ids: at least one.
    /// - Throws: `Complaint` for vectors that cannot be injected, ids outside the vocabulary, and where prompt and ids exceed the context.
    package func read(_ ids: [Int], for activations: Rows, cancellation: Cancellation? = nil) throws -> [ReadText] {
        try check(ids)
        let caches = try (0..<activations.count).map { _ in try pastBeforeMarker(cancellation) }
        let vectors = try injections(activations)
        let inputs = zip(vectors, caches).map { vector, cache in sequence(vector, Array(ids.dropLast()), cache: cache) }
        let results = try model.forward(ForwardRequest(inputs), cancellation: cancellation)
        return try zip(results, caches).map { result, cache in
            let answers = result.output.slice(prompt.rest.count - 1..<prompt.rest.count + ids.count - 1)
            return ReadText(
                ids: ids, tokenLogProbabilities: try logProbabilities(of: ids, after: answers, cancellation), cache: cache,
                promptLength: prompt.ids.count, answers: answers)
        }
    }

    /// Log-probabilities of the ids of other texts after what they have in common with one that was read; only the rest is run.
    /// - Returns: one array a text, as long as the text: what it shares with `known` has the log-probabilities found there.
    package func score(_ texts: [[Int]], after known: ReadText, cancellation: Cancellation? = nil) throws -> [[Double]] {
        for ids in texts where !ids.isEmpty { try check(ids) }
        var scores: [[Double]] = []
        var start = 0
        while start < texts.count {
            var end = start, tokens = 0
            // A continuation holds a copy of the past: a few at a time.
            while end < texts.count, end == start || (end - start < Self.rowsTogether && tokens + texts[end].count <= Self.tokensTogether) {
                tokens += texts[end].count
                end += 1
            }
            scores += try continuations(texts[start..<end], known, cancellation)
            start = end
        }
        return scores
    }

    private func continuations(_ texts: ArraySlice<[Int]>, _ known: ReadText, _ cancellation: Cancellation?) throws -> [[Double]] {
        // The first id that differs is answered by the state before it, which is known; those behind it need a pass each.
        // The last known id is in no cache; it is run again where a text goes on behind it.
        let shared = texts.map { ids in zip(ids, known.ids.dropLast()).prefix { $0 == $1 }.count }
        let places = texts.indices.filter { shared[$0 - texts.startIndex] + 1 < texts[$0].count }
        let inputs = places.map { index in
            let ids = texts[index], common = shared[index - texts.startIndex]
            let cache = known.cache.copy()
            cache.truncate(to: known.promptLength + common)
            return ForwardRequest.SequenceInput(.tokens(Array(ids[common..<ids.count - 1])), cache: cache)
        }
        var results = (inputs.isEmpty ? [] : try model.forward(ForwardRequest(inputs), cancellation: cancellation))[...]
        let running = Set(places)
        return try texts.indices.map { index in
            let ids = texts[index], common = shared[index - texts.startIndex]
            let before = Array(known.tokenLogProbabilities.prefix(common))
            guard common < ids.count else { return before }
            var states = Rows(known.answers[common])
            if running.contains(index) {
                let output = results.removeFirst().output
                states = Rows(count: 1 + output.count, width: output.width, values: states.values + output.values)
            }
            return before + (try logProbabilities(of: Array(ids[common...]), after: states, cancellation))
        }
    }
}
