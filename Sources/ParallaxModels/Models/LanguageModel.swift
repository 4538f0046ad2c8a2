import Foundation

/// A decoder over mapped weights: the subject of study, an activation verbalizer, or the body of an
/// activation reconstructor.
///
///     let model = try LanguageModel.open(folder: folder)
///     let results = try model.forward(ForwardRequest([.init(.tokens(ids))], capture: [.residual(4)], logits: .last))
///     let states = results[0].states[.residual(4)]!   // [T, d]
public final class LanguageModel: Sendable {
    public enum Role: Sendable {
        /// With a final norm and an unembedding.
        case language
        /// The final norm is the identity and there is no unembedding; such tensors are ignored where the files hold them.
        case reconstructor
    }

    public let configuration: ModelConfiguration
    public let role: Role
    let embedding: Embedding
    let blocks: [DecoderBlock]
    package let head: Head?
    /// In its files, and used by no part of it.
    public let unusedTensors: [String]
    /// Asked after every use whether its files are what they were.
    let store: WeightStore
    private let knownFingerprint = Kept<String>()

    /// What turns the last residual site into logits.
    package struct Head: Sendable {
        package let norm: Norm
        /// d → vocabulary
        package let unembedding: WeightMatrix
        /// c: logits become c·tanh(logit / c).
        let softCap: Float?
    }

    /// Opens a checkpoint in the layout of Hugging Face: `config.json`, `generation_config.json` where there is one, and
    /// the weights, which are mapped and stay in their own element type.
    /// - Throws: `Complaint` for an unsupported or damaged configuration, and one that names every missing, superfluous or misshapen tensor.
    public static func open(folder: URL, role: Role = .language) throws -> LanguageModel {
        try refuseAdapter(folder)
        let configuration = try ModelConfiguration(folder: folder)
        return try DecoderCheckpoint(configuration, WeightStore(folder: folder)).model(role: role)
    }

    /// - Throws: `Complaint` that says how an adapter is used, where a folder holds one and no model.
    package static func refuseAdapter(_ folder: URL) throws {
        if !folder.appending(path: "config.json").isThere { try AdapterFolder.refuse(folder) }
    }

    init(
        _ configuration: ModelConfiguration, role: Role, embedding: Embedding, blocks: [DecoderBlock], head: Head?, store: WeightStore,
        unusedTensors: [String] = []
    ) {
        self.configuration = configuration
        self.role = role
        self.embedding = embedding
        self.blocks = blocks
        self.head = head
        self.store = store
        self.unusedTensors = unusedTensors
    }

    /// What to know before its figures are believed, one sentence each.
    public var notes: [Complaint] {
        let said = configuration.notes.map {
            Complaint(
                store.folder.appending(path: "config.json").path, expected: "keys as transformers reads them", found: $0,
                remedy: "hold the figures against those of transformers")
        }
        guard !unusedTensors.isEmpty else { return said }
        return said + [
            Complaint(
                store.folder.path, expected: "tensors that the model of config.json uses",
                found: "\(unusedTensors.listed(atMost: 6)), which it does not",
                remedy: "they are left aside, as transformers leaves them; where they matter, use the config.json that belongs to them")
        ]
    }

    /// The residual sites 0…blockCount.
    public var residualSites: [Site] { (0...configuration.blockCount).map { .residual($0) } }

    /// Width of the vectors at a site; nil where the model has no such site.
    public func width(of site: Site) -> Int? {
        switch site {
        case .residual(let number): (0...configuration.blockCount).contains(number) ? configuration.hiddenSize : nil
        case .mlpNormalized(let block), .mlpIn(let block), .mlpOut(let block), .attentionOut(let block):
            blocks.indices.contains(block) ? configuration.hiddenSize : nil
        case .residualMiddle(let block): blocks.indices.contains(block) && !blocks[block].isParallel ? configuration.hiddenSize : nil
        case .hookZ(let block): blocks.indices.contains(block) ? configuration.headCount * configuration.headSize : nil
        }
    }

    /// What enters block 0 for these tokens, `[ids, d]`: rows of the embedding table times the family's scale, and in families that have a
    /// table of positions its rows.
    /// - Parameter position: Of the first.
    /// - Throws: `Complaint` for an id outside the vocabulary, and for tokens beyond the context.
    public func embed(_ ids: [Int], from position: Int = 0) throws -> Rows {
        try checkVocabulary(ids)
        try checkContext("the tokens", position, ids.count)
        let rows = embedding.rows(ids, from: position)
        try store.checkIntact()
        return rows
    }

    /// Final norm and unembedding: `[n, d]` of the last residual site (or, as logit lens, of any) → `[n, vocabulary]`.
    /// - Throws: `Complaint` for a reconstructor, which has neither, for rows of another width, and where the weights' files were changed.
    public func logits(_ residual: Rows) throws -> Rows {
        let head = try checkedHead()
        guard residual.width == configuration.hiddenSize else {
            throw Complaint(
                "logits", expected: "rows of \(configuration.hiddenSize), the model's width", found: "rows of \(residual.width)",
                remedy: "use activations of this model")
        }
        var normed = Rows(count: residual.count, width: residual.width)
        head.norm.apply(residual, into: &normed)
        var logits = head.unembedding.apply(normed)
        if let cap = head.softCap { Kernels.fastest.soft_cap(&logits.values, logits.values.count, 1, cap) }
        try store.checkIntact()
        return logits
    }
}

extension LanguageModel: Checkpoint {
    public var name: String { store.folder.lastPathComponent }
    public var fingerprint: String { knownFingerprint.get { "\(store.fingerprint)" } }
    public var files: [URL] { store.files + [store.folder.appending(path: "config.json")] }
    public func checkIntact() throws { try store.checkIntact() }
}

extension LanguageModel {
    /// Holds a request against the model, so that nothing behind this can fail.
    /// - Returns: The last block to run.
    func lastBlock(of request: ForwardRequest) throws -> Int {
        let last = request.stopAfterBlock ?? blocks.count - 1
        guard blocks.indices.contains(last) else {
            throw Complaint(
                "stop after block \(last)", expected: "a block from 0 to \(blocks.count - 1)", found: "\(last)",
                remedy: "name a block of this model")
        }
        if request.logits != .none { try checkUnembedding() }
        for site in request.capture { _ = try checkedWidth(of: site) }
        var seen: Set<ObjectIdentifier> = []
        for (index, sequence) in request.sequences.enumerated() {
            // Where there is just one, it is what a person gave.
            try check(sequence, request.sequences.count == 1 ? "the prompt" : "sequence \(index)", last)
            guard sequence.cache.map({ seen.insert(ObjectIdentifier($0)).inserted }) ?? true else {
                throw Complaint(
                    "sequence \(index)", expected: "a cache of its own", found: "the cache of another sequence", remedy: "copy the cache")
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
            throw Complaint(
                name, expected: "at most \(longest) tokens, the model's context",
                found: "\(offset.addingReportingOverflow(new).partialValue)", remedy: "shorten the text")
        }
    }

    /// - Throws: `Complaint` for a reconstructor, which has no logits.
    package func checkUnembedding() throws { _ = try checkedHead() }

    func checkedHead() throws -> Head {
        guard let head else {
            throw Complaint(
                "logits", expected: "a language model", found: "an activation reconstructor, which has no unembedding",
                remedy: "ask the subject model or the verbalizer")
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
                name, expected: "embeddings of width \(configuration.hiddenSize), the model's own", found: "width \(rows.width)",
                remedy: "use activations of this model")
        }
        if let cache = sequence.cache, offset > 0 {
            let width = configuration.keyValueHeadCount * configuration.headSize
            guard cache.width == width, cache.blockCount == last + 1 else {
                throw Complaint(
                    name, expected: "a cache of \(last + 1) blocks of width \(width)",
                    found: "one of \(cache.blockCount) of width \(cache.width)",
                    remedy: "continue a cache with the model and the last block that began it")
            }
        }
        for replacement in sequence.replacements {
            let width = try checkedWidth(of: replacement.site)
            guard replacement.vector.count == width else {
                throw Complaint(
                    "replacement at \(replacement.site)", expected: "a vector of \(width)", found: "one of \(replacement.vector.count)",
                    remedy: "use a vector of this site")
            }
            guard (offset..<offset + new).contains(replacement.position) else {
                throw Complaint(
                    "replacement at \(replacement.site)",
                    expected: "a position from \(offset) to \(offset + new - 1), the tokens that are run", found: "\(replacement.position)",
                    remedy: "choose one of these positions")
            }
        }
    }
}
