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
    private let knownFingerprint = Once<String>()

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

    init(_ configuration: ModelConfiguration, role: Role, embedding: Embedding, blocks: [DecoderBlock], head: Head?, store: WeightStore, unusedTensors: [String] = []) {
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
            Complaint(store.folder.appending(path: "config.json").path, expected: "keys as transformers reads them", found: $0, remedy: "hold the figures against those of transformers")
        }
        guard !unusedTensors.isEmpty else { return said }
        return said + [
            Complaint(
                store.folder.path, expected: "tensors that the model of config.json uses", found: "\(unusedTensors.listed(atMost: 6)), which it does not",
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
