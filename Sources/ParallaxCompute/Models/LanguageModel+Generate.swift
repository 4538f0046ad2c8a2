extension LanguageModel {
    /// Continues prompts in one batched decode. A row that is finished leaves the batch.
    /// - Parameters:
    ///   - prompts: Of any lengths; tokens, or embeddings as they enter block 0.
    ///   - stop: Ids that end a row; usually `configuration.eosTokenIDs`.
    ///   - onToken: Told every token as soon as it is chosen.
    /// - Returns: One generation a prompt, in their order.
    /// - Throws: `Complaint` for a prompt that does not fit the model; `CancellationError` between blocks and tokens.
    public func generate(
        _ prompts: [ForwardRequest.Input], sampling: Sampling, stop: Set<Int>, cancellation: Cancellation? = nil,
        onToken: ((_ sequence: Int, _ id: Int) -> Void)? = nil
    ) throws -> [Generation] {
        guard sampling.temperature >= 0, sampling.temperature.isFinite else {
            throw Complaint("temperature", expected: "0 (greedy) or a positive number", found: "\(sampling.temperature)", remedy: "use 0 or 1")
        }
        var generations = prompts.map { _ in Generation() }
        var rows = prompts.indices.map { GeneratingRow(index: $0, input: prompts[$0], choice: TokenChoice(sampling, row: $0)) }
        guard sampling.maximumTokens > 0 else { return generations }
        while !rows.isEmpty {
            let results = try forward(ForwardRequest(rows.map { .init($0.input, cache: $0.cache) }, logits: .last), cancellation: cancellation)
            var going: [GeneratingRow] = []
            for (row, result) in zip(rows, results) {
                guard let logits = result.logits else { continue }
                var row = row
                let (id, logProbability) = logits.values.withUnsafeBufferPointer { row.choice.next($0) }
                generations[row.index].ids.append(id)
                generations[row.index].logProbabilities.append(logProbability)
                onToken?(row.index, id)
                if stop.contains(id) {
                    generations[row.index].ending = .stopToken
                } else if generations[row.index].ids.count < sampling.maximumTokens {
                    if row.cache.count < configuration.maximumPositions {
                        row.input = .tokens([id])
                        going.append(row)
                    } else {
                        generations[row.index].ending = .contextFull
                    }
                }
            }
            rows = going
        }
        return generations
    }
}

/// A prompt that is still being continued.
private struct GeneratingRow {
    /// Among the prompts.
    let index: Int
    /// What runs next: the prompt, then the last token.
    var input: ForwardRequest.Input
    let cache = KeyValueCache()
    var choice: TokenChoice
}
