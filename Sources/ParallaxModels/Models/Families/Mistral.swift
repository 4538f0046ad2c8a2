extension ModelFamily {
    /// Follows `modeling_mistral.py` of transformers: Llama with a window in all blocks, unless `sliding_window` is null; and
    /// `modeling_ministral.py`, as which AutoConfig reads a mistral that has `layer_types`: a window in those that say so.
    static let mistral = ModelFamily(modelTypes: ["mistral", "ministral"], defaults: ["max_position_embeddings": .integer(131_072), "sliding_window": .integer(4096), "num_key_value_heads": .integer(8)]) { file, model in
        try model.rotate(file)
        try model.slide(file, window: file.slidingWindow()) { _ in true }
    }
}
