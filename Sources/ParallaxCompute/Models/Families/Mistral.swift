extension ModelFamily {
    /// Follows `modeling_mistral.py` of transformers: Llama with a window in all blocks, unless `sliding_window` is null.
    static let mistral = ModelFamily(modelTypes: ["mistral"], defaults: ["max_position_embeddings": .integer(131_072), "sliding_window": .integer(4096), "num_key_value_heads": .integer(8)]) { file, model in
        try model.rotate(file)
        let window = try file.slidingWindow()
        for block in model.blocks.indices { model.blocks[block].window = window }
    }
}
