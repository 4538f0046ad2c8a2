extension ModelFamily {
    /// GPT-NeoX and Pythia; follows `modeling_gpt_neox.py` of transformers: layer norms, heads rotated in part, attention and MLP side by
    /// side, and one matrix for queries, keys and values, head by head.
    static let gptNeoX = ModelFamily(
        modelTypes: ["gpt_neox"],
        spellings: ["rms_norm_eps": "layer_norm_eps", "rope_theta": "rotary_emb_base", "partial_rotary_factor": "rotary_pct"],
        ownKeys: ["rope_theta", "partial_rotary_factor"],
        defaults: ["hidden_act": .string("gelu"), "rms_norm_eps": .number(1e-5), "partial_rotary_factor": .number(0.25)], names: names
    ) { file, model in
        guard model.headSize * model.headCount == model.hiddenSize, model.keyValueHeadCount == model.headCount else {
            throw file.complaint("num_attention_heads to divide hidden_size", "\(model.headCount) and \(model.hiddenSize)", "correct the file")
        }
        try model.rotate(file)
        for (key, own, value) in [("rope_theta", "rotary_emb_base", model.blocks.first?.rotary?.base), ("partial_rotary_factor", "rotary_pct", nil)] {
            guard let written = file.written(key)?.number, file.written(own) == nil, value.map({ $0 != written }) ?? true else { continue }
            model.notes.append("\(key) \(written) is not read: this family calls it \(own), which is left out\(value.map { ", so that it is \($0)" } ?? "")")
        }
        model.norm.kind = .layer
        let bias = try file.flag("attention_bias", default: true), isParallel = try file.flag("use_parallel_residual", default: true)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        model.mlp.isGated = false
        model.mlp.hasBias = true
        for block in model.blocks.indices { model.blocks[block].isParallel = isParallel }
    }

    private static let names: TensorNames = {
        var names = TensorNames()
        names.prefixes = ["gpt_neox.", ""]
        names.embedding = "embed_in"
        names.projections = .fused("attention.query_key_value", .headByHead)
        names.attentionOutput = "attention.dense"
        names.mlp = .plain(up: "mlp.dense_h_to_4h", down: "mlp.dense_4h_to_h")
        names.finalNorm = "final_layer_norm"
        names.head = ["embed_out"]
        return names
    }()
}
