extension ModelFamily {
    /// Phi-3 and 3.5 without long rope; follows `modeling_phi3.py` of transformers: Llama with fused matrices.
    static let phi3 = ModelFamily(
        modelTypes: ["phi3"], defaults: ["max_position_embeddings": .integer(4096), "rms_norm_eps": .number(1e-5)], names: names
    ) { file, model in
        try model.rotate(file)
        if let rotary = model.blocks.first?.rotary, rotary.scaling != .none {
            throw file.complaint("rope scaling of type \"default\" or none, since Phi-3 reads every other as longrope", "another", "use a checkpoint without it")
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
