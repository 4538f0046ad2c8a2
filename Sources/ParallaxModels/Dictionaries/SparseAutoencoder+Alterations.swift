extension SparseAutoencoder {
    /// The same weights under a changed configuration, or with a matrix read the other way: what a self-check tries.
    package func altered(encoder: WeightMatrix? = nil, decoder: DecoderRows? = nil, _ change: (inout DictionaryConfiguration) -> Void)
        -> SparseAutoencoder
    {
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

extension SparseAutoencoder {
    /// ‖d_i‖ of what one unit of each feature's activation adds, `[featureCount]`. Reads the whole decoder.
    public func directionNorms() -> [Float] {
        // Activations of these already hold the norm, and their directions have length 1.
        activationNorms.map { $0.map { $0 > 0 ? 1 : 0 } } ?? decoder.norms()
    }

    /// ‖d_i‖ of one feature, from its row alone.
    func stepLength(of feature: Int) -> Double {
        let norm = decoder.row(feature).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return activationNorms == nil ? norm : norm > 0 ? 1 : 0
    }

    /// The code with the `l0` largest f_i‖d_i‖ only; nothing is refitted.
    /// - Parameter norms: `directionNorms()`.
    public func truncated(_ code: SparseCode, to l0: Int, norms: [Float]) -> SparseCode {
        guard code.l0 > l0 else { return code }
        let sizes = zip(code.features, code.activations).map { abs($1) * norms[$0] }
        let order = sizes.indices.sorted { sizes[$0] > sizes[$1] || (sizes[$0] == sizes[$1] && code.features[$0] < code.features[$1]) }
        let kept = order.prefix(l0).sorted()
        return SparseCode(
            features: kept.map { code.features[$0] }, activations: kept.map { code.activations[$0] }, outputScale: code.outputScale,
            outputShift: code.outputShift,
            skip: code.skip)
    }
}

/// A change that a person makes to one feature of a code.
public enum FeatureEdit: Sendable, Hashable {
    /// The feature is taken out.
    case off
    /// The activation times a factor; nothing happens where the feature is not active.
    case scale(Float)
    /// The activation becomes this; the feature is added where it is not active.
    case set(Float)

    /// The activation after the edit.
    func applied(to activation: Float) -> Float {
        switch self {
        case .off: 0
        case .scale(let factor): activation * factor
        case .set(let value): value
        }
    }
}

extension SparseAutoencoder {
    /// Features whose decoder rows point most in a direction, highest cosine first; rows of length 0 point nowhere and are left out.
    /// - Parameters:
    ///   - direction: `[outputSize]`, of any length.
    ///   - count: at most so many.
    public func nearestFeatures(to direction: [Float], count: Int) -> [(feature: Int, cosine: Float)] {
        precondition(direction.count == outputSize, "\(name) writes rows of \(outputSize), not of \(direction.count)")
        let length = Float(direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
        guard length > 0, length.isFinite, count > 0 else { return [] }
        let products = decoder.products(with: direction), norms = decoderNorms
        var nearest: [(feature: Int, cosine: Float)] = []
        for feature in products.indices where norms[feature] > 0 {
            let cosine = products[feature] / (norms[feature] * length)
            guard cosine.isFinite, nearest.count < count || cosine > nearest[nearest.count - 1].cosine else { continue }
            let place = nearest.firstIndex { $0.cosine < cosine } ?? nearest.count
            nearest.insert((feature, cosine), at: place)
            if nearest.count > count { nearest.removeLast() }
        }
        return nearest
    }
}
