extension ModelConfiguration {
    /// The ids that end a generated text: those of config.json and generation_config.json, and the tokenizer's own eos_token, as serving
    /// engines take them together (vLLM, SGLang). A checkpoint whose configurations name none would run on behind its end otherwise.
    public func stopTokenIDs(_ tokenizer: Tokenizer) -> Set<Int> {
        eosTokenIDs.union([tokenizer.token(named: "eos_token")].compactMap(\.self))
    }
}
