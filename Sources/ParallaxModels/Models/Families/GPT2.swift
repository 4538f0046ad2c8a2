extension ModelFamily {
    /// Follows `modeling_gpt2.py` of transformers: layer norms, a table of positions, one matrix for queries, keys and values, and matrices
    /// that stand inputs first (Conv1D).
    static let gpt2 = ModelFamily(
        modelTypes: ["gpt2"],
        spellings: [
            "hidden_size": "n_embd", "num_hidden_layers": "n_layer", "num_attention_heads": "n_head", "max_position_embeddings": "n_positions",
            "intermediate_size": "n_inner", "hidden_act": "activation_function", "rms_norm_eps": "layer_norm_epsilon",
        ],
        defaults: [
            "tie_word_embeddings": .bool(true), "max_position_embeddings": .integer(1024), "hidden_act": .string("gelu_new"), "rms_norm_eps": .number(1e-5),
            "bos_token_id": .integer(50256), "eos_token_id": .integer(50256),
        ],
        names: names
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

    private static let names: TensorNames = {
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
