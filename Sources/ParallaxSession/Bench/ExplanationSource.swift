import ParallaxCompute

/// Where explanations of activations come from: a verbalizer that runs here, or a file written elsewhere.
protocol ExplanationSource: Sendable {
    /// The layer whose activations it explains, if it says so.
    var site: Site? { get }

    /// Whether it has, or can write, an explanation of a token.
    func explains(_ token: TokenPlace) -> Bool

    /// - Parameters:
    ///   - tokens: which activations, as files name them.
    ///   - activations: `[tokens, d]`, the same in the same order.
    ///   - progress: the text so far of one of the tokens, by its index; not called by what is there at once.
    /// - Returns: one explanation a token; nil where there is none.
    /// - Throws: `Complaint`, `CancellationError`.
    func explain(
        _ tokens: [TokenPlace], activations: Rows, cancellation: Cancellation, progress: (_ index: Int, _ textSoFar: String) -> Void
    ) throws -> [WrittenExplanation?]
}

/// A token of a document, as files of explanations name it.
struct TokenPlace: Sendable {
    var title: String
    var document: Int
    var position: Int
}

/// An explanation, wherever it was written.
struct WrittenExplanation: Sendable {
    var text: String
    var tokenCount: Int?
    /// Natural logarithm of the text's probability under the verbalizer that wrote it.
    var logProbability: Double?
    var truncated = false
    var injectionFailed = false
    /// What the AV wrote, with what stands around the text; nil for texts of a file.
    var verbalization: Verbalization?
    /// What a file says beside it.
    var stated: StatedReading?
}

/// The AV of the workspace, greedy.
struct ModelExplanations: ExplanationSource {
    let verbalizer: ActivationVerbalizer

    /// Tokens of an explanation at most, as the published verbalizers are run.
    static let longest = 200

    var site: Site? { verbalizer.site }

    func explains(_ token: TokenPlace) -> Bool { true }

    func explain(
        _ tokens: [TokenPlace], activations: Rows, cancellation: Cancellation, progress: (_ index: Int, _ textSoFar: String) -> Void
    ) throws -> [WrittenExplanation?] {
        let sampling = Sampling(temperature: 0, seed: 0, maximumTokens: Self.longest)
        let texts = try withoutActuallyEscaping(progress) { progress in
            try verbalizer.verbalize(activations, sampling: sampling, cancellation: cancellation) { row, text in progress(row, text) }
        }
        return texts.map {
            WrittenExplanation(
                text: $0.text, tokenCount: $0.tokenCount, logProbability: $0.logProbability, truncated: $0.truncated,
                injectionFailed: $0.injectionFailed,
                verbalization: $0)
        }
    }
}

/// A file of explanations made elsewhere. Its texts stand; an AV beside it says what they cost.
struct FileExplanations: ExplanationSource {
    let file: ExplanationFile
    var scorer: ActivationVerbalizer?

    var site: Site? { file.site ?? scorer?.site }

    func explains(_ token: TokenPlace) -> Bool {
        file.explanation(document: token.title, number: token.document, position: token.position) != nil
    }

    func explain(
        _ tokens: [TokenPlace], activations: Rows, cancellation: Cancellation, progress: (_ index: Int, _ textSoFar: String) -> Void
    ) throws -> [WrittenExplanation?] {
        let found = tokens.map { token in
            file.explanation(document: token.title, number: token.document, position: token.position).map { explanation in
                let samples = file.samples(document: token.title, number: token.document, position: token.position)
                return WrittenExplanation(
                    text: explanation.text, tokenCount: explanation.tokenCount, logProbability: explanation.logProbability,
                    truncated: explanation.truncated ?? false,
                    injectionFailed: explanation.injectionFailed,
                    stated: StatedReading(explanation, variance: file.variance, samples: samples))
            }
        }
        return try scored(found, activations, cancellation)
    }

    /// log p under the AV takes the place of what the file says of another verbalizer, which stands in `stated`.
    private func scored(_ found: [WrittenExplanation?], _ activations: Rows, _ cancellation: Cancellation) throws -> [WrittenExplanation?] {
        guard let scorer else { return found }
        let there = found.indices.filter { found[$0] != nil }
        guard !there.isEmpty else { return found }
        let scores = try scorer.scores(
            of: there.map { found[$0]!.text }, for: Rows(there.map { activations[$0] }, width: activations.width),
            cancellation: cancellation)
        var result = found
        for (index, score) in zip(there, scores) {
            result[index]?.logProbability = score?.logProbability
            result[index]?.tokenCount = score?.tokenIDs.count
        }
        return result
    }
}
