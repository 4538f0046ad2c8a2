extension LanguageModel {
    /// Holds a request against the model, so that nothing behind this can fail.
    /// - Returns: The last block to run.
    func lastBlock(of request: ForwardRequest) throws -> Int {
        let last = request.stopAfterBlock ?? blocks.count - 1
        guard blocks.indices.contains(last) else {
            throw Complaint("stop after block \(last)", expected: "a block from 0 to \(blocks.count - 1)", found: "\(last)", remedy: "name a block of this model")
        }
        if request.logits != .none { try checkUnembedding() }
        for site in request.capture { _ = try checkedWidth(of: site) }
        var seen: Set<ObjectIdentifier> = []
        for (index, sequence) in request.sequences.enumerated() {
            // Where there is just one, it is what a person gave.
            try check(sequence, request.sequences.count == 1 ? "the prompt" : "sequence \(index)", last)
            guard sequence.cache.map({ seen.insert(ObjectIdentifier($0)).inserted }) ?? true else {
                throw Complaint("sequence \(index)", expected: "a cache of its own", found: "the cache of another sequence", remedy: "copy the cache")
            }
        }
        return last
    }

    /// - Throws: `Complaint` for an id outside the vocabulary.
    package func checkVocabulary(_ ids: [Int]) throws {
        for id in ids where !(0..<configuration.vocabularySize).contains(id) {
            throw Complaint(
                "token id \(id)", expected: "an id from 0 to \(configuration.vocabularySize - 1), the model's vocabulary", found: "\(id)",
                remedy: "use the tokenizer that belongs to this model")
        }
    }

    /// - Throws: `Complaint` where `new` tokens from position `offset` on do not fit in the context.
    func checkContext(_ name: String, _ offset: Int, _ new: Int) throws {
        let longest = configuration.maximumPositions
        guard offset >= 0, offset <= longest, new <= longest - offset else {
            throw Complaint(name, expected: "at most \(longest) tokens, the model's context", found: "\(offset.addingReportingOverflow(new).partialValue)", remedy: "shorten the text")
        }
    }

    /// - Throws: `Complaint` for a reconstructor, which has no logits.
    package func checkUnembedding() throws { _ = try checkedHead() }

    func checkedHead() throws -> Head {
        guard let head else {
            throw Complaint("logits", expected: "a language model", found: "an activation reconstructor, which has no unembedding", remedy: "ask the subject model or the verbalizer")
        }
        return head
    }

    /// - Throws: `Complaint` for a site that the model does not have.
    package func checkedWidth(of site: Site) throws -> Int {
        guard let width = width(of: site) else {
            throw Complaint(
                "\(site)", expected: "a site of a model of \(blocks.count) blocks", found: "a site that it does not have",
                remedy: "choose one of its sites, or the model that the site belongs to")
        }
        return width
    }

    private func check(_ sequence: ForwardRequest.SequenceInput, _ name: String, _ last: Int) throws {
        let offset = sequence.cache?.count ?? 0, new = sequence.input.count
        guard new > 0 else { throw Complaint(name, expected: "at least one token", found: "none", remedy: "give it some text") }
        try checkContext(name, offset, new)
        if case .embeddings(let rows) = sequence.input, rows.width != configuration.hiddenSize {
            throw Complaint(
                name, expected: "embeddings of width \(configuration.hiddenSize), the model's own", found: "width \(rows.width)", remedy: "use activations of this model")
        }
        if let cache = sequence.cache, offset > 0 {
            let width = configuration.keyValueHeadCount * configuration.headSize
            guard cache.width == width, cache.blockCount == last + 1 else {
                throw Complaint(
                    name, expected: "a cache of \(last + 1) blocks of width \(width)", found: "one of \(cache.blockCount) of width \(cache.width)",
                    remedy: "continue a cache with the model and the last block that began it")
            }
        }
        for replacement in sequence.replacements {
            let width = try checkedWidth(of: replacement.site)
            guard replacement.vector.count == width else {
                throw Complaint(
                    "replacement at \(replacement.site)", expected: "a vector of \(width)", found: "one of \(replacement.vector.count)", remedy: "use a vector of this site")
            }
            guard (offset..<offset + new).contains(replacement.position) else {
                throw Complaint(
                    "replacement at \(replacement.site)", expected: "a position from \(offset) to \(offset + new - 1), the tokens that are run", found: "\(replacement.position)",
                    remedy: "choose one of these positions")
            }
        }
    }
}
