/// A usual mistake in using a dictionary, as the change that would undo it. In the order in which people make them.
public enum CheckSuspicion: Sendable, Equatable {
    /// The activations are those of another site than it was trained on.
    case site(Site)
    /// It was trained on inputs normalised in this way.
    case normalisation(InputNormalisation)
    /// b_dec should be subtracted from the input, or should not.
    case decoderBias(subtracted: Bool)
    /// BOS and other tokens of massive norm are among them; so many.
    case outliers(Int)
    case transposedEncoder
    case transposedDecoder

    /// What would be right, as the end of a sentence.
    var remedy: String {
        switch self {
        case .site(let site): "with the activations of \(site)"
        case .normalisation(let normalisation): "with \(normalisation)"
        case .decoderBias(let subtracted): subtracted ? "with b_dec subtracted from the input" : "without subtracting b_dec from the input"
        case .outliers(let count): "without \(count) \(count == 1 ? "token" : "tokens") of BOS or massive norm"
        case .transposedEncoder: "with the encoder's matrix transposed"
        case .transposedDecoder: "with the decoder's matrix transposed"
        }
    }
}

extension SparseAutoencoder {
    /// Every suspicion that can be tried, with what would then be computed on what. Nothing is copied but vectors.
    func alternatives(_ material: CheckMaterial) -> [(CheckSuspicion, SparseAutoencoder, CheckMaterial)] {
        var found: [(CheckSuspicion, SparseAutoencoder, CheckMaterial)] = []
        for neighbour in material.neighbours where neighbour.activations.width == inputSize {
            found.append((.site(neighbour.site), self, CheckMaterial(activations: neighbour.activations, targets: material.targets)))
        }
        for normalisation in normalisations(material.activations) where normalisation != configuration.normalisation {
            found.append((.normalisation(normalisation), altered { $0.normalisation = normalisation }, material))
        }
        if inputSize == outputSize { found.append((.decoderBias(subtracted: !configuration.subtractsDecoderBias), altered { $0.subtractsDecoderBias.toggle() }, material)) }
        // Only a square matrix can be mistaken for its transpose.
        if let encoder = encoder.squareTransposed { found.append((.transposedEncoder, altered(encoder: encoder) { _ in }, material)) }
        if let decoder = decoder.squareTransposed { found.append((.transposedDecoder, altered(decoder: decoder) { _ in }, material)) }
        return found
    }

    /// The four that are in use; the factor of an average norm is taken from the tokens at hand.
    private func normalisations(_ activations: Rows) -> [InputNormalisation] {
        let mean = activations.norms.reduce(0, +) / Double(max(1, activations.count))
        let factor = Float(Double(inputSize).squareRoot() / mean)
        return [.none, .constantNorm, .layerNorm] + (factor.isNormal ? [.scaled(by: factor, output: factor)] : [])
    }
}
