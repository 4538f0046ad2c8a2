import Foundation

/// A decoder of the Llama type over mapped weights: the subject of study, an activation verbalizer, or the body of an
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
    /// `[vocabulary, d]`: a row of it is a token's embedding.
    public let embedding: WeightMatrix
    /// What a row of the embedding table is multiplied by on its way into block 0; 1 in the Llama family.
    public let embeddingScale: Float
    let blocks: [DecoderBlock]
    let head: Head?

    /// What turns the last residual site into logits.
    struct Head: Sendable {
        let norm: RMSNorm
        /// d → vocabulary
        let unembedding: WeightMatrix
    }

    /// Opens a checkpoint in the layout of Hugging Face: `config.json`, `generation_config.json` where there is one, and
    /// the weights, which are mapped and stay in their own element type.
    /// - Throws: `Complaint` for an unsupported or damaged configuration, and one that names every missing or misshapen tensor.
    public static func open(folder: URL, role: Role = .language) throws -> LanguageModel {
        let configuration = try ModelConfiguration(folder: folder)
        return try LlamaCheckpoint(configuration, WeightStore(folder: folder)).model(role: role)
    }

    init(_ configuration: ModelConfiguration, role: Role, embedding: WeightMatrix, embeddingScale: Float, blocks: [DecoderBlock], head: Head?) {
        self.configuration = configuration
        self.role = role
        self.embedding = embedding
        self.embeddingScale = embeddingScale
        self.blocks = blocks
        self.head = head
    }

    /// The residual sites 0…blockCount.
    public var residualSites: [Site] { (0...configuration.blockCount).map { .residual($0) } }

    /// Width of the vectors at a site; nil where the model has no such site.
    public func width(of site: Site) -> Int? {
        switch site {
        case .residual(let number): (0...configuration.blockCount).contains(number) ? configuration.hiddenSize : nil
        case .mlpIn(let block), .mlpOut(let block), .attentionOut(let block): blocks.indices.contains(block) ? configuration.hiddenSize : nil
        case .hookZ(let block): blocks.indices.contains(block) ? configuration.headCount * configuration.headSize : nil
        }
    }

    /// What enters block 0 for these tokens, `[ids, d]`: rows of the embedding table times `embeddingScale`.
    /// - Throws: `Complaint` for an id outside the vocabulary.
    public func embed(_ ids: [Int]) throws -> Rows {
        let width = configuration.hiddenSize
        try checkVocabulary(ids)
        var rows = Rows(count: ids.count, width: width)
        rows.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            for (row, id) in ids.enumerated() { embedding.view.widen(id * width..<(id + 1) * width, into: values + row * width) }
        }
        if embeddingScale != 1 {
            for i in rows.values.indices { rows.values[i] *= embeddingScale }
        }
        return rows
    }

    /// Final norm and unembedding: `[n, d]` of the last residual site (or, as logit lens, of any) → `[n, vocabulary]`.
    /// - Throws: `Complaint` for a reconstructor, which has neither, and for rows of another width.
    public func logits(_ residual: Rows) throws -> Rows {
        let head = try checkedHead()
        guard residual.width == configuration.hiddenSize else {
            throw Complaint(
                "logits", expected: "rows of \(configuration.hiddenSize), the model's width", found: "rows of \(residual.width)",
                remedy: "use activations of this model")
        }
        var normed = Rows(count: residual.count, width: residual.width)
        head.norm.apply(residual, into: &normed)
        return head.unembedding.apply(normed)
    }
}
