extension SparseAutoencoder {
    /// The same weights under a changed configuration, or with a matrix read the other way: what a self-check tries.
    package func altered(encoder: WeightMatrix? = nil, decoder: DecoderRows? = nil, _ change: (inout DictionaryConfiguration) -> Void) -> SparseAutoencoder {
        var configuration = configuration
        change(&configuration)
        return SparseAutoencoder(self, configuration, encoder: encoder ?? self.encoder, decoder: decoder ?? self.decoder)
    }
}

extension WeightMatrix {
    /// A square matrix read the other way; nil for another.
    package var squareTransposed: WeightMatrix? { inputs == outputs ? transposed : nil }
}

extension DecoderRows {
    /// A square decoder read the other way; nil for another.
    package var squareTransposed: DecoderRows? { matrix.squareTransposed.map(DecoderRows.init) }
}
