extension SparseAutoencoder {
    /// ‖d_i‖ of what one unit of each feature's activation adds, `[featureCount]`. Reads the whole decoder.
    public func directionNorms() -> [Float] {
        // Activations of these already hold the norm, and their directions have length 1.
        activationNorms.map { $0.map { $0 > 0 ? 1 : 0 } } ?? decoder.norms()
    }

    /// The code with the `l0` largest f_i‖d_i‖ only; nothing is refitted.
    /// - Parameter norms: `directionNorms()`.
    public func truncated(_ code: SparseCode, to l0: Int, norms: [Float]) -> SparseCode {
        guard code.l0 > l0 else { return code }
        let sizes = zip(code.features, code.activations).map { abs($1) * norms[$0] }
        let order = sizes.indices.sorted { sizes[$0] > sizes[$1] || (sizes[$0] == sizes[$1] && code.features[$0] < code.features[$1]) }
        let kept = order.prefix(l0).sorted()
        return SparseCode(
            features: kept.map { code.features[$0] }, activations: kept.map { code.activations[$0] }, outputScale: code.outputScale, outputShift: code.outputShift,
            skip: code.skip)
    }
}
