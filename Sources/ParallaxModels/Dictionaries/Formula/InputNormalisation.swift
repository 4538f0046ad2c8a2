/// What a dictionary does to an activation before it encodes it, and undoes after decoding (SAELens' `normalize_activations`; the others'
/// by the same formulas).
public enum InputNormalisation: Sendable, Equatable {
    case none
    /// u = x · factor, y = (…) / output. SAELens' `expected_average_only_in` with factor = √d / mean‖x‖ of the training activations, and the
    /// data set's average norms of Llama Scope, whose transcoders have another one at their output.
    case scaled(by: Float, output: Float)
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
        case .scaled(let factor, let output):
            multiply(row, by: factor)
            return (1 / output, 0)
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
        case .scaled(let factor, let output): "input times \(factor)" + (output == factor ? "" : ", output divided by \(output)")
        case .constantNorm: "each input scaled to norm √d"
        case .layerNorm: "each input layer-normalised"
        }
    }
}
