extension ModelFamily {
    /// Llama 2 and 3; follows `modeling_llama.py` of transformers.
    static let llama = ModelFamily(modelTypes: ["llama"]) { file, model in
        try model.rotate(file)
        let bias = try file.flag("attention_bias", default: false)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        model.mlp.hasBias = try file.flag("mlp_bias", default: false)
    }
}

extension ModelFamily {
    /// Follows `modeling_mistral.py` of transformers: Llama with a window in all blocks, unless `sliding_window` is null; and
    /// `modeling_ministral.py`, as which AutoConfig reads a mistral that has `layer_types`: a window in those that say so.
    static let mistral = ModelFamily(
        modelTypes: ["mistral", "ministral"],
        defaults: ["max_position_embeddings": .integer(131_072), "sliding_window": .integer(4096), "num_key_value_heads": .integer(8)]
    ) { file, model in
        try model.rotate(file)
        try model.slide(file, window: file.slidingWindow()) { _ in true }
    }
}

extension ModelFamily {
    private static let defaults: [String: JSONValue] = [
        "max_position_embeddings": .integer(32_768), "sliding_window": .integer(4096), "max_window_layers": .integer(28)
    ]

    /// Qwen 2 and 2.5; follows `modeling_qwen2.py` of transformers: Llama with biases of queries, keys and values.
    static let qwen2 = ModelFamily(modelTypes: ["qwen2"], defaults: defaults) { file, model in
        try model.rotate(file)
        try slide(file, &model)
        model.attention.projectionsHaveBias = true
    }

    /// Follows `modeling_qwen3.py` of transformers: Llama with normed queries and keys.
    static let qwen3 = ModelFamily(modelTypes: ["qwen3"], defaults: defaults.merging(["head_dim": .integer(128)]) { $1 }) { file, model in
        try model.rotate(file)
        try slide(file, &model)
        let bias = try file.flag("attention_bias", default: false)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        model.attention.normsQueriesAndKeys = true
    }

    /// The upper blocks may have a window.
    private static func slide(_ file: ConfigurationFile, _ model: inout ModelConfiguration) throws {
        let window = try file.flag("use_sliding_window", default: false) ? file.slidingWindow() : nil
        let first = try file.integer("max_window_layers", 0...1_000_000)
        try model.slide(file, window: window) { window != nil && $0 >= first }
    }
}

extension ModelFamily {
    /// Phi-3 and 3.5 without long rope; follows `modeling_phi3.py` of transformers: Llama with fused matrices.
    static let phi3 = ModelFamily(
        modelTypes: ["phi3"], defaults: ["max_position_embeddings": .integer(4096), "rms_norm_eps": .number(1e-5)], names: names
    ) { file, model in
        try model.rotate(file)
        if let rotary = model.blocks.first?.rotary, rotary.scaling != .none {
            throw file.complaint(
                "rope scaling of type \"default\" or none, since Phi-3 reads every other as longrope", "another",
                "use a checkpoint without it")
        }
        let window = try file.slidingWindow()
        for block in model.blocks.indices { model.blocks[block].window = window }
    }

    private static let names: TensorNames = {
        var names = TensorNames()
        names.projections = .fused("self_attn.qkv_proj", .stacked)
        names.mlp = .gatedTogether("mlp.gate_up_proj", down: "mlp.down_proj")
        return names
    }()
}
