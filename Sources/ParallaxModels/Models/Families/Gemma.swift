extension ModelFamily {
    /// Follows `modeling_gemma2.py` of transformers.
    static let gemma2 = ModelFamily(
        modelTypes: ["gemma2"], spellings: spellings, ownKeys: ownKeys,
        defaults: defaults.merging([
            "max_position_embeddings": .integer(8192), "final_logit_softcapping": .number(30), "attn_logit_softcapping": .number(50)
        ]) { $1 }, names: names
    ) { file, model in
        try settle(file, &model)
        model.attention.softCap = try file.positive("attn_logit_softcapping").map { Float($0) }
        try model.rotate(file)
        try model.slide(file, window: file.slidingWindow()) { ($0 + 1) % 2 != 0 }
    }

    /// Gemma 3 without a vision tower; follows `modeling_gemma3.py` of transformers. Blocks with a window turn by a base of their own, which
    /// is not stretched.
    static let gemma3Text = ModelFamily(
        modelTypes: ["gemma3_text"], spellings: spellings, ownKeys: ownKeys, defaults: gemma3Defaults, names: names, settle: settleGemma3)

    /// The same within a multimodal wrapper, whose vision weights are ignored.
    static let gemma3 = ModelFamily(
        modelTypes: ["gemma3"], section: "text_config", spellings: spellings, ownKeys: ownKeys, defaults: gemma3Defaults, names: names,
        settle: settleGemma3)

    /// Gemma 1; follows `modeling_gemma.py` of transformers: Llama with zero-centred norms and scaled embeddings. Its first configurations say
    /// "gelu" and mean the tanh form, as transformers reads them.
    static let gemma = ModelFamily(
        modelTypes: ["gemma"],
        defaults: [
            "hidden_act": .string("gelu_pytorch_tanh"), "tie_word_embeddings": .bool(true), "head_dim": .integer(256),
            "bos_token_id": .integer(2), "eos_token_id": .integer(1),
            "max_position_embeddings": .integer(8192)
        ]
    ) { file, model in
        try file.refuse("use_bidirectional_attention", unless: "false") { $0 == .bool(false) }
        let bias = try file.flag("attention_bias", default: false)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        model.norm.kind = .zeroCentredRMS
        model.embeddingScale = Float(model.hiddenSize).squareRoot()
        if model.mlp.activation == .gelu { model.mlp.activation = .geluTanh }
        try model.rotate(file)
    }

    /// `hidden_act` beside it is not read, as in transformers.
    private static let spellings = ["hidden_act": "hidden_activation"]
    private static let ownKeys: Set<String> = ["hidden_act"]

    /// The published configurations leave most of this out.
    private static let defaults: [String: JSONValue] = [
        "hidden_act": .string("gelu_pytorch_tanh"), "tie_word_embeddings": .bool(true), "head_dim": .integer(256),
        "num_attention_heads": .integer(8),
        "num_key_value_heads": .integer(4), "query_pre_attn_scalar": .integer(256), "sliding_window": .integer(4096),
        "bos_token_id": .integer(2),
        "eos_token_id": .integer(1), "vocab_size": .integer(256_000), "num_hidden_layers": .integer(26), "hidden_size": .integer(2304),
        "intermediate_size": .integer(9216)
    ]

    private static let gemma3Defaults = defaults.merging([
        "vocab_size": .integer(262_208), "max_position_embeddings": .integer(131_072), "rope_theta": .number(1_000_000),
        "rope_local_base_freq": .number(10_000),
        "sliding_window_pattern": .integer(6)
    ]) { $1 }

    private static let names: TensorNames = {
        var names = TensorNames()
        // Wrappers: as transformers 4 wrote them, and as they are called in memory since.
        names.prefixes = ["model.", "", "language_model.model.", "model.language_model."]
        names.head = ["lm_head", "language_model.lm_head"]
        names.attentionPostNorm = "post_attention_layernorm"
        names.mlpNorm = "pre_feedforward_layernorm"
        names.mlpPostNorm = "post_feedforward_layernorm"
        names.otherParts = ["vision_tower.", "multi_modal_projector.", "model.vision_tower.", "model.multi_modal_projector."]
        return names
    }()

    private static func settle(_ file: ConfigurationFile, _ model: inout ModelConfiguration) throws {
        try file.refuse("use_bidirectional_attention", unless: "false") { $0 == .bool(false) }
        let bias = try file.flag("attention_bias", default: false)
        model.attention.projectionsHaveBias = bias
        model.attention.outputHasBias = bias
        guard let scalar = try file.positive("query_pre_attn_scalar") else {
            throw file.misfit("query_pre_attn_scalar", "a positive number")
        }
        model.attention.scale = Float(1 / scalar.squareRoot())
        model.norm.kind = .zeroCentredRMS
        model.norm.hasPostNorms = true
        model.embeddingScale = Float(model.hiddenSize).squareRoot()
        model.logitSoftCap = try file.positive("final_logit_softcapping").map { Float($0) }
    }

    private static let settleGemma3: @Sendable (ConfigurationFile, inout ModelConfiguration) throws -> Void = { file, model in
        try settle(file, &model)
        try file.refuse("attn_logit_softcapping", unless: "null, as in all Gemma 3 models") { _ in false }
        model.attention.normsQueriesAndKeys = true
        let pattern = try file.integer("sliding_window_pattern", 1...10_000)
        try model.slide(file, window: file.slidingWindow()) { ($0 + 1) % pattern != 0 }
        let global = try file.rotary(headSize: model.headSize, maximumPositions: model.maximumPositions, readsNestedAlone: true)
        let local = try file.rotary(
            headSize: model.headSize, maximumPositions: model.maximumPositions, layerType: LayerType.sliding.rawValue,
            baseKey: "rope_local_base_freq", isScaled: false, readsNestedAlone: true)
        if let flat = file.flatRopeParameters,
            try file.rotary(flat, headSize: model.headSize, maximumPositions: model.maximumPositions) != global
        {
            model.notes.append(
                "rope_parameters is not read: Gemma 3 has one object for full_attention and one for sliding_attention in it, and these stand on their own (bases \(global.base) and \(local.base))"
            )
        }
        let types = try file.layerTypes(model.blockCount) ?? (0..<model.blockCount).map { ($0 + 1) % pattern != 0 ? .sliding : .full }
        for (block, type) in types.enumerated() { model.blocks[block].rotary = type == .sliding ? local : global }
    }
}
