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
        try generate(prompts.map { .init($0) }, sampling: sampling, cancellation: cancellation) { row, id in
            onToken?(row, id)
            return stop.contains(id)
        }
    }

    /// Continues prompts that may have a past and replacements, and ends each where the caller says.
    /// - Parameter isLast: Told every token as soon as it is chosen; whether it ends its row.
    package func generate(
        _ prompts: [ForwardRequest.SequenceInput], sampling: Sampling, cancellation: Cancellation? = nil, isLast: (_ sequence: Int, _ id: Int) -> Bool
    ) throws -> [Generation] {
        try sampling.check()
        var generations = prompts.map { _ in Generation() }
        var rows = prompts.indices.map { GeneratingRow(index: $0, next: prompts[$0], choice: TokenChoice(sampling, row: $0)) }
        guard sampling.maximumTokens > 0 else { return generations }
        while !rows.isEmpty {
            let results = try forward(ForwardRequest(rows.map(\.next), logits: .last), cancellation: cancellation)
            var going: [GeneratingRow] = []
            for (row, result) in zip(rows, results) {
                guard let logits = result.logits else { continue }
                var row = row
                let (id, logProbability) = logits.values.withUnsafeBufferPointer { row.choice.next($0) }
                generations[row.index].ids.append(id)
                generations[row.index].logProbabilities.append(logProbability)
                if isLast(row.index, id) {
                    generations[row.index].ending = .stopToken
                } else if generations[row.index].ids.count < sampling.maximumTokens {
                    if row.cache.count < configuration.maximumPositions {
                        row.next = .init(.tokens([id]), cache: row.cache)
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
    var next: ForwardRequest.SequenceInput
    let cache: KeyValueCache
    var choice: TokenChoice

    init(index: Int, next: ForwardRequest.SequenceInput, choice: TokenChoice) {
        self.index = index
        self.next = next
        self.choice = choice
        cache = next.cache ?? KeyValueCache()
        self.next.cache = cache
    }
}
