/// Where a Llama checkpoint keeps what a decoder is made of; follows `modeling_llama.py` of Hugging Face transformers.
package struct LlamaCheckpoint {
    let configuration: ModelConfiguration
    let store: WeightStore
    package var rotary: RotaryEmbedding

    package init(_ configuration: ModelConfiguration, _ store: WeightStore) {
        self.configuration = configuration
        self.store = store
        rotary = RotaryEmbedding(headSize: configuration.headSize, base: configuration.ropeBase)
    }

    /// - Throws: `Complaint` that names every missing or misshapen tensor.
    package func model(role: LanguageModel.Role) throws -> LanguageModel {
        // A bare decoder (LlamaModel) is saved without the prefix that the causal model gives it.
        let prefix = store.tensorIfPresent("embed_tokens.weight") == nil ? "model." : ""
        var reader = CheckpointReader(store)
        let embedding = try reader.matrix("\(prefix)embed_tokens.weight", outputs: configuration.vocabularySize, inputs: configuration.hiddenSize)
        var blocks: [DecoderBlock] = []
        for index in 0..<configuration.blockCount {
            if let block = try block(index, "\(prefix)layers.\(index).", &reader) { blocks.append(block) }
        }
        let head = role == .language ? try head(prefix, embedding, &reader) : nil
        guard reader.isComplete, let embedding else { throw reader.complaint }
        return LanguageModel(configuration, role: role, embedding: embedding, embeddingScale: 1, blocks: blocks, head: head)
    }

    private func block(_ index: Int, _ name: String, _ reader: inout CheckpointReader) throws -> DecoderBlock? {
        let c = configuration, queryWidth = c.headCount * c.headSize, keyWidth = c.keyValueHeadCount * c.headSize
        let attentionNorm = norm("\(name)input_layernorm", &reader), mlpNorm = norm("\(name)post_attention_layernorm", &reader)
        let bias = c.attentionHasBias
        let query = try reader.linear("\(name)self_attn.q_proj", outputs: queryWidth, inputs: c.hiddenSize, bias: bias)
        let key = try reader.linear("\(name)self_attn.k_proj", outputs: keyWidth, inputs: c.hiddenSize, bias: bias)
        let value = try reader.linear("\(name)self_attn.v_proj", outputs: keyWidth, inputs: c.hiddenSize, bias: bias)
        let output = try reader.linear("\(name)self_attn.o_proj", outputs: c.hiddenSize, inputs: queryWidth, bias: bias)
        let gate = try reader.linear("\(name)mlp.gate_proj", outputs: c.intermediateSize, inputs: c.hiddenSize, bias: c.mlpHasBias)
        let up = try reader.linear("\(name)mlp.up_proj", outputs: c.intermediateSize, inputs: c.hiddenSize, bias: c.mlpHasBias)
        let down = try reader.linear("\(name)mlp.down_proj", outputs: c.hiddenSize, inputs: c.intermediateSize, bias: c.mlpHasBias)
        guard let attentionNorm, let mlpNorm, let query, let key, let value, let output, let gate, let up, let down else { return nil }
        return DecoderBlock(
            index: index, attentionNorm: attentionNorm,
            attention: Attention(
                query: query, key: key, value: value, output: output, headCount: c.headCount, keyValueHeadCount: c.keyValueHeadCount,
                headSize: c.headSize, rotary: rotary),
            mlpNorm: mlpNorm, mlp: GatedMLP(gate: gate, up: up, down: down))
    }

    private func norm(_ name: String, _ reader: inout CheckpointReader) -> RMSNorm? {
        reader.vector("\(name).weight", configuration.hiddenSize).map { RMSNorm(weight: $0, epsilon: configuration.normEpsilon) }
    }

    private func head(_ prefix: String, _ embedding: WeightMatrix?, _ reader: inout CheckpointReader) throws -> LanguageModel.Head? {
        let norm = norm("\(prefix)norm", &reader)
        let unembedding = configuration.tiesEmbeddings
            ? embedding : try reader.matrix("lm_head.weight", outputs: configuration.vocabularySize, inputs: configuration.hiddenSize)
        guard let norm, let unembedding else { return nil }
        return LanguageModel.Head(norm: norm, unembedding: unembedding)
    }
}
