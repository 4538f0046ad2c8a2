extension ActivationReconstructor {
    /// Tokens of one forward pass at most.
    static let tokensTogether = 2048

    /// The vector that each text describes.
    /// - Parameter texts: Explanations without tags; white space at both ends is stripped. An empty one is the bare prompt.
    /// - Returns: `[texts, d]`; directions only, the norm means nothing.
    /// - Throws: `Complaint` for a text that is too long; `CancellationError`.
    public func reconstruct(_ texts: [String], cancellation: Cancellation? = nil) throws -> Rows {
        try vectors(of: texts.map { try prompt(of: $0, cancellation) }, cancellation)
    }

    /// The same where no text may take the others with it: the vector of each, `[d]`, or why the AR cannot read it.
    /// - Throws: `CancellationError`.
    public func reconstructEach(_ texts: [String], cancellation: Cancellation? = nil) throws -> [Result<[Float], Complaint>] {
        let prompts = try texts.map { text -> Result<[Int], Complaint> in
            do {
                return .success(try prompt(of: text, cancellation))
            } catch let complaint as Complaint {
                return .failure(complaint)
            }
        }
        let rows = try vectors(of: prompts.compactMap { try? $0.get() }, cancellation)
        var next = 0
        return prompts.map { prompt in
            prompt.map { _ in
                defer { next += 1 }
                return rows[next]
            }
        }
    }

    private func vectors(of prompts: [[Int]], _ cancellation: Cancellation?) throws -> Rows {
        var states = Rows(count: 0, width: outputSize)
        for batch in Self.batches(prompts) {
            let sequences = try prompts[batch].map { try sequence($0, cancellation) }
            let results = try model.forward(ForwardRequest(sequences), cancellation: cancellation)
            states = Rows(
                count: states.count + results.count, width: outputSize,
                values: states.values + results.flatMap { $0.output[$0.output.count - 1] })
        }
        return valueHead.apply(states)
    }

    /// The ids of a text's prompt.
    /// - Throws: `Complaint` where they exceed the context, or the model lacks one of them.
    func prompt(of text: String, _ cancellation: Cancellation? = nil) throws -> [Int] {
        let ids = try Self.ids(of: text, sidecar.template, tokenizer, cancellation)
        guard !ids.isEmpty, ids.count <= model.configuration.maximumPositions else {
            throw Complaint(
                "explanation of \(text.count) characters",
                expected: "a prompt of 1 to \(model.configuration.maximumPositions) tokens, the AR's context",
                found: "\(ids.count) tokens", remedy: "shorten the text")
        }
        try model.checkVocabulary(ids)
        return ids
    }

    /// The vector that one text describes, `[d]`.
    public func reconstruct(_ text: String, cancellation: Cancellation? = nil) throws -> [Float] {
        try reconstruct([text], cancellation: cancellation)[0]
    }

    private static func batches(_ prompts: [[Int]]) -> [Range<Int>] {
        var batches: [Range<Int>] = [], start = 0, tokens = 0
        for (index, prompt) in prompts.enumerated() {
            if index > start, tokens + prompt.count > tokensTogether {
                batches.append(start..<index)
                (start, tokens) = (index, 0)
            }
            tokens += prompt.count
        }
        return start < prompts.count ? batches + [start..<prompts.count] : batches
    }

    /// A prompt after the common beginning, where it begins so (a text may merge with the template's last characters before it).
    private func sequence(_ ids: [Int], _ cancellation: Cancellation?) throws -> ForwardRequest.SequenceInput {
        guard !prefix.isEmpty, ids.count > prefix.count, ids.starts(with: prefix) else { return .init(.tokens(ids)) }
        return .init(.tokens(Array(ids[prefix.count...])), cache: try pastOfPrefix(cancellation))
    }

    func pastOfPrefix(_ cancellation: Cancellation?) throws -> KeyValueCache {
        if let known = prefixCache.withLock({ $0 }) { return known.copy() }
        let cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens(prefix), cache: cache)]), cancellation: cancellation)
        prefixCache.withLock { $0 = cache }
        return cache.copy()
    }
}
