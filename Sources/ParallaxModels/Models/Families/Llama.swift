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
