extension ActivationVerbalizer {
    /// Tokens of one forward pass at most, so that a batch of long texts does not fill the memory.
    static let tokensTogether = 2048
    /// Rows of logits held at a time; a vocabulary may have a quarter of a million entries.
    private static let logitRowsTogether = 16

    /// The ids that are scored for a text: `<explanation>⏎text⏎</explanation>`, the form of the published training data, tokenised in one
    /// step without special tokens.
    /// - Parameters:
    ///   - text: Stripped, then put between the tags.
    ///   - like: An output of this AV. What it wrote around its explanation is then written around the text; the published closing stands
    ///     where it was truncated. For the unchanged text of a verbalization its own `tokenIDs` are exact, while tokenising the text again
    ///     may split it in another way.
    public func tokenIDs(of text: String, like verbalization: Verbalization? = nil, cancellation: Cancellation? = nil) throws -> [Int] {
        let form = verbalization.map { ExplanationForm(output: $0.output) } ?? .published
        return try tokenizer.encode(form.opening + text.stripped + form.closing, addSpecialTokens: false, cancellation: cancellation)
    }

    /// log AV(text | activation), natural logarithm, of `tokenIDs(of:like:)`, for every row.
    public func logProbability(
        of text: String, like verbalization: Verbalization? = nil, for activations: Rows, cancellation: Cancellation? = nil
    ) throws -> [Double] {
        try score(tokenIDs(of: text, like: verbalization, cancellation: cancellation), for: activations, cancellation: cancellation).map(
            \.logProbability)
    }

    /// Teacher-forced log-probabilities of ids as the answer, given each of the activations (for a reference that knows nothing of the
    /// activation: their mean).
    /// - Parameter activations: `[N, d]`
    /// - Throws: `Complaint` for rows that cannot be injected, for ids outside the vocabulary, and where prompt and ids exceed the context.
    public func score(_ ids: [Int], for activations: Rows, cancellation: Cancellation? = nil) throws -> [TextScore] {
        try score(injections(activations).map { (ids, $0) }, cancellation)
    }

    /// The same for many texts and one activation.
    public func score(_ texts: [[Int]], for activation: [Float], cancellation: Cancellation? = nil) throws -> [TextScore] {
        let vector = try injections(Rows(activation))[0]
        return try score(texts.map { ($0, vector) }, cancellation)
    }

    /// A text for each activation, in the published form: what texts that were made elsewhere cost under this AV.
    /// - Returns: a score a text; nil for one that exceeds the context.
    /// - Throws: `Complaint` for rows that cannot be injected; `CancellationError`.
    public func scores(of texts: [String], for activations: Rows, cancellation: Cancellation? = nil) throws -> [TextScore?] {
        precondition(texts.count == activations.count)
        let vectors = try injections(activations)
        let ids = try texts.map { text -> [Int]? in
            let ids = try tokenIDs(of: text, cancellation: cancellation)
            return (try? check(ids)).map { ids }
        }
        var scored = try score(texts.indices.compactMap { row in ids[row].map { ($0, vectors[row]) } }, cancellation)[...]
        return ids.map { $0 == nil ? nil : scored.removeFirst() }
    }

    /// The same with nothing at the marker, a row of zeros: what the AV says without any activation.
    public func scoreWithoutActivation(_ ids: [Int], cancellation: Cancellation? = nil) throws -> TextScore {
        try score([(ids, [Float](repeating: 0, count: inputSize))], cancellation)[0]
    }

    /// Many texts, each with its own vector at the marker, already scaled.
    package func score(_ pairs: [(ids: [Int], vector: [Float])], _ cancellation: Cancellation?) throws -> [TextScore] {
        for (ids, _) in pairs where !ids.isEmpty { try check(ids) }
        var scores: [TextScore] = []
        var start = 0
        while start < pairs.count {
            var end = start, tokens = 0
            while end < pairs.count, end == start || tokens + length(pairs[end].ids) <= Self.tokensTogether {
                tokens += length(pairs[end].ids)
                end += 1
            }
            scores += try scoreTogether(pairs[start..<end], cancellation)
            start = end
        }
        return scores
    }

    /// - Throws: `Complaint` for ids outside the vocabulary, and where prompt and ids exceed the context.
    func check(_ ids: [Int]) throws {
        let longest = model.configuration.maximumPositions
        guard prompt.ids.count + ids.count - 1 <= longest else {
            throw Complaint(
                "text to score", expected: "at most \(longest - prompt.ids.count + 1) tokens after a prompt of \(prompt.ids.count)",
                found: "\(ids.count)", remedy: "shorten the text")
        }
        // The last id needs no pass, nothing follows it; it must be an id of the model all the same.
        _ = try model.embed(ids.suffix(1))
    }

    /// Tokens of the pass that scores `ids`.
    private func length(_ ids: [Int]) -> Int { prompt.rest.count + ids.count - 1 }

    private func scoreTogether(_ pairs: ArraySlice<(ids: [Int], vector: [Float])>, _ cancellation: Cancellation?) throws -> [TextScore] {
        let written = pairs.filter { !$0.ids.isEmpty }
        var results =
            written.isEmpty
            ? []
            : try model.forward(
                ForwardRequest(written.map { try sequence($0.vector, Array($0.ids.dropLast()), cancellation) }), cancellation: cancellation)
        return try pairs.map { ids, _ in
            guard !ids.isEmpty else { return TextScore(tokenIDs: [], tokenLogProbabilities: []) }
            let answers = results.removeFirst().output.slice(prompt.rest.count - 1..<length(ids))
            return TextScore(tokenIDs: ids, tokenLogProbabilities: try logProbabilities(of: ids, after: answers, cancellation))
        }
    }

    /// Of each id, given the last residual state before it.
    func logProbabilities(of ids: [Int], after states: Rows, _ cancellation: Cancellation?) throws -> [Double] {
        var result: [Double] = []
        for first in stride(from: 0, to: ids.count, by: Self.logitRowsTogether) {
            try cancellation?.check()
            let end = min(first + Self.logitRowsTogether, ids.count)
            let logits = try model.logits(states.slice(first..<end))
            result += (first..<end).map { logits.logProbability(of: ids[$0], inRow: $0 - first) }
        }
        return result
    }
}

extension Rows {
    /// log softmax of a row at one entry.
    fileprivate func logProbability(of id: Int, inRow row: Int) -> Double {
        values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress.map({ $0 + row * width }) else { return 0 }
            return Double(start[id]) - Kernels.fastest.log_sum_exp(start, width)
        }
    }
}

/// How likely an AV is to write given tokens.
public struct TextScore: Sendable, Equatable {
    public let tokenIDs: [Int]
    /// Natural logarithm of the probability of each id given what stands at the marker and the ids before it.
    public let tokenLogProbabilities: [Double]

    /// Natural logarithm of the probability of all of them.
    public var logProbability: Double { tokenLogProbabilities.reduce(0, +) }
}
