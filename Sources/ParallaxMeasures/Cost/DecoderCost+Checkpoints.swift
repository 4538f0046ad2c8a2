extension SparseAutoencoder {
    /// What decoding costs with that many active features.
    public func decoderCost(l0: Double) -> DecoderCost { .dictionary(features: featureCount, width: outputSize, l0: l0) }
}

extension ActivationReconstructor {
    /// What decoding a text costs: its prompt, of which the tokens before every text are computed once.
    public func decoderCost(of text: String) throws -> DecoderCost {
        let ids = try Self.ids(of: text, sidecar.template, tokenizer)
        let cached = ids.count > prefix.count && ids.starts(with: prefix) ? prefix.count : 0
        return .reconstructor(model.configuration, promptTokens: ids.count, cachedTokens: cached)
    }
}

extension ActivationVerbalizer {
    /// What writing a text costs: the marker and what follows it, and the generated tokens.
    public func encoderCost(generatedTokens: Int) -> DecoderCost {
        .verbalizer(model.configuration, promptTokens: prompt.ids.count, generatedTokens: generatedTokens, cachedTokens: prompt.markerPosition)
    }
}
