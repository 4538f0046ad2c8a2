extension ModelFamily {
    /// Follows `modeling_gpt2.py` of transformers: layer norms, a table of positions, one matrix for queries, keys and values, and matrices
    /// that stand inputs first (Conv1D).
    static let gpt2 = ModelFamily(
        modelTypes: ["gpt2"],
        spellings: [
            "hidden_size": "n_embd", "num_hidden_layers": "n_layer", "num_attention_heads": "n_head",
            "max_position_embeddings": "n_positions",
            "intermediate_size": "n_inner", "hidden_act": "activation_function", "rms_norm_eps": "layer_norm_epsilon"
        ],
        defaults: [
            "tie_word_embeddings": .bool(true), "max_position_embeddings": .integer(1024), "hidden_act": .string("gelu_new"),
            "rms_norm_eps": .number(1e-5),
            "bos_token_id": .integer(50256), "eos_token_id": .integer(50256)
        ],
        names: gpt2Names
    ) { file, model in
        try file.refuse("add_cross_attention", unless: "false") { $0 == .bool(false) }
        guard model.headSize * model.headCount == model.hiddenSize, model.keyValueHeadCount == model.headCount else {
            throw file.complaint("n_head to divide n_embd", "\(model.headCount) and \(model.hiddenSize)", "correct the file")
        }
        model.norm.kind = .layer
        model.hasPositionTable = true
        model.attention.projectionsHaveBias = true
        model.attention.outputHasBias = true
        model.mlp.isGated = false
        model.mlp.hasBias = true
        if try !file.flag("scale_attn_weights", default: true) { model.attention.scale = 1 }
        if try file.flag("scale_attn_by_inverse_layer_idx", default: false) {
            for block in model.blocks.indices { model.blocks[block].scaleDivisor = Float(block + 1) }
        }
    }

    private static let gpt2Names: TensorNames = {
        var names = TensorNames()
        names.prefixes = ["transformer.", ""]
        names.embedding = "wte"
        names.positions = "wpe"
        names.blocks = "h"
        names.attentionNorm = "ln_1"
        names.projections = .fused("attn.c_attn", .stacked)
        names.attentionOutput = "attn.c_proj"
        names.mlpNorm = "ln_2"
        names.mlp = .plain(up: "mlp.c_fc", down: "mlp.c_proj")
        names.finalNorm = "ln_f"
        names.layout = .inputsByOutputs
        return names
    }()
}

extension ModelFamily {
    /// GPT-NeoX and Pythia; follows `modeling_gpt_neox.py` of transformers: layer norms, heads rotated in part, attention and MLP side by
    /// side, and one matrix for queries, keys and values, head by head.
    static let gptNeoX = ModelFamily(
        modelTypes: ["gpt_neox"],
        spellings: ["rms_norm_eps": "layer_norm_eps", "rope_theta": "rotary_emb_base", "partial_rotary_factor": "rotary_pct"],
        ownKeys: ["rope_theta", "partial_rotary_factor"],
        defaults: ["hidden_act": .string("gelu"), "rms_norm_eps": .number(1e-5), "partial_rotary_factor": .number(0.25)], names: neoXNames
    ) { file, model in
        guard model.headSize * model.headCount == model.hiddenSize, model.keyValueHeadCount == model.headCount else {
            throw file.complaint(
                "num_attention_heads to divide hidden_size", "\(model.headCount) and \(model.hiddenSize)", "correct the file")
        }
        try model.rotate(file)
        for (key, own, value) in [
            ("rope_theta", "rotary_emb_base", model.blocks.first?.rotary?.base), ("partial_rotary_factor", "rotary_pct", nil)
        ] {
            guard let written = file.written(key)?.number, file.written(own) == nil, value.map({ $0 != written }) ?? true else { continue }
            model.notes.append(
                "\(key) \(written) is not read: this family calls it \(own), which is left out\(value.map { ", so that it is \($0)" } ?? "")"
            )
        }
        model.norm.kind = .layer
        let bias = try file.flag("attention_bias", default: true), isParallel = try file.flag("use_parallel_residual", default: true)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        model.mlp.isGated = false
        model.mlp.hasBias = true
        for block in model.blocks.indices { model.blocks[block].isParallel = isParallel }
    }

    private static let neoXNames: TensorNames = {
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
