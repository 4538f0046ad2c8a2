extension ActivationReconstructor {
    /// Continuations of one past at a time: each holds a copy of it.
    private static let variantsTogether = 32

    /// The vectors of a text and of others that differ from it somewhere: what they have in common with its beginning is run once.
    /// - Returns: `[1 + variants, d]`, the text's own first; what `reconstruct` gives, up to rounding.
    /// - Throws: `Complaint` for a text that is too long; `CancellationError`.
    public func reconstruct(_ text: String, variants: [String], cancellation: Cancellation? = nil) throws -> Rows {
        let own = try prompt(of: text, cancellation), others = try variants.map { try prompt(of: $0, cancellation) }
        let cache = own.count > prefix.count && own.starts(with: prefix) ? try pastOfPrefix(cancellation) : KeyValueCache()
        let start = cache.count
        let first = try model.forward(ForwardRequest([.init(.tokens(Array(own[start...])), cache: cache)]), cancellation: cancellation)[0].output
        var states = first[first.count - 1]
        var next = 0
        while next < others.count {
            var end = next, tokens = 0, inputs: [ForwardRequest.SequenceInput] = []
            while end < others.count, inputs.isEmpty || (inputs.count < Self.variantsTogether && tokens + others[end].count <= Self.tokensTogether) {
                // The last id always runs: its state is the answer.
                let common = min(zip(own, others[end]).prefix { $0 == $1 }.count, others[end].count - 1)
                let past = cache.copy()
                past.truncate(to: common)
                inputs.append(.init(.tokens(Array(others[end][common...])), cache: past))
                tokens += others[end].count - common
                end += 1
            }
            for result in try model.forward(ForwardRequest(inputs), cancellation: cancellation) { states += result.output[result.output.count - 1] }
            next = end
        }
        return valueHead.apply(Rows(count: 1 + others.count, width: outputSize, values: states))
    }
}
