extension ModelFamily {
    private static let defaults: [String: JSONValue] = ["max_position_embeddings": .integer(32_768), "sliding_window": .integer(4096), "max_window_layers": .integer(28)]

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
