/// What a dictionary does to an activation before it encodes it, and undoes after decoding (SAELens' `normalize_activations`).
public enum InputNormalisation: Sendable, Equatable {
    case none
    /// `expected_average_only_in`: u = x · scale, where scale = √d / mean‖x‖ of the training activations.
    case expectedAverage(scale: Float)
    /// `constant_norm_rescale`: u = x · √d / ‖x‖ of this row.
    case constantNorm
    /// `layer_norm`: u = (x − μ) / (σ + 10⁻⁵) with the row's mean and unbiased standard deviation; undone as y·σ + μ.
    case layerNorm

    private static let layerNormEpsilon = 1e-5

    /// Normalises one row in place.
    /// - Returns: what undoes it: y = u · scale + shift. Both are NaN for a row that is not finite, so that its reconstruction is not
    ///   taken for a figure; a zero row under `constantNorm` has no direction, stays zero and is reconstructed as zero.
    func apply(to row: UnsafeMutableBufferPointer<Float>) -> (scale: Float, shift: Float) {
        guard row.allSatisfy(\.isFinite) else { return (.nan, .nan) }
        switch self {
        case .none:
            return (1, 0)
        case .expectedAverage(let scale):
            multiply(row, by: scale)
            return (1 / scale, 0)
        case .constantNorm:
            let norm = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm > 0 else { return (0, 0) }
            let factor = Double(row.count).squareRoot() / norm
            multiply(row, by: Float(factor))
            return (Float(1 / factor), 0)
        case .layerNorm:
            let mean = row.reduce(0.0) { $0 + Double($1) } / Double(row.count)
            let squares = row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
            let deviation = (squares / Double(row.count - 1)).squareRoot()
            for i in row.indices { row[i] = Float((Double(row[i]) - mean) / (deviation + Self.layerNormEpsilon)) }
            return (Float(deviation), Float(mean))
        }
    }

    private func multiply(_ row: UnsafeMutableBufferPointer<Float>, by factor: Float) {
        for i in row.indices { row[i] *= factor }
    }
}

extension InputNormalisation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "input as it is"
        case .expectedAverage(let scale): "input times \(scale)"
        case .constantNorm: "each input scaled to norm √d"
        case .layerNorm: "each input layer-normalised"
        }
    }
}
