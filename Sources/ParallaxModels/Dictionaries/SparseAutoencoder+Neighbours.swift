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
