extension SparseAutoencoder {
    /// The reconstructions of `codes`, `[N, inputSize]`. Reads only the decoder rows of active features.
    public func decode(_ codes: [SparseCode]) -> Rows {
        var result = Rows(count: codes.count, width: inputSize)
        let norms = selectionNorms
        var scratch = [Float](repeating: 0, count: inputSize)
        result.values.withUnsafeMutableBufferPointer { values in
            scratch.withUnsafeMutableBufferPointer { direction in
                for (row, code) in codes.enumerated() {
                    let y = UnsafeMutableBufferPointer(rebasing: values[row * inputSize..<(row + 1) * inputSize])
                    for (feature, activation) in zip(code.features, code.activations) {
                        decoder.read(feature, into: direction)
                        let weight = norms.map { Self.quotient(activation, by: $0[feature]) } ?? activation
                        for i in 0..<inputSize { y[i] += weight * direction[i] }
                    }
                    for i in 0..<inputSize { y[i] = (y[i] + decoderBias[i]) * code.outputScale + code.outputShift }
                }
            }
        }
        return result
    }

    /// The reconstruction of one code, `[inputSize]`.
    public func decode(_ code: SparseCode) -> [Float] { decode([code]).values }

    /// d_i, what one unit of a feature's activation adds to the reconstruction (before the input normalisation is undone), `[inputSize]`.
    public func decoderRow(_ feature: Int) -> [Float] {
        let row = decoder.row(feature)
        guard let norms = selectionNorms else { return row }
        return row.map { Self.quotient($0, by: norms[feature]) }
    }

    /// Each active feature's share in the reconstruction: f_i d_i · r / ‖r‖² with r = Σ f_j d_j, the reconstruction without b_dec.
    ///
    /// Signed, sums to 1; one per entry of `code.features`. Where r is zero or not finite no share is defined.
    /// - Returns: nil where the shares are undefined.
    public func shares(of code: SparseCode) -> [Double]? {
        var sum = [Double](repeating: 0, count: inputSize)
        for (feature, activation) in zip(code.features, code.activations) {
            for (i, value) in decoderRow(feature).enumerated() { sum[i] += Double(activation) * Double(value) }
        }
        let square = sum.reduce(0) { $0 + $1 * $1 }
        guard square > 0, square.isFinite else { return nil }
        return zip(code.features, code.activations).map { feature, activation in
            zip(decoderRow(feature), sum).reduce(0) { $0 + Double($1.0) * $1.1 } * Double(activation) / square
        }
    }

    /// The code after a person's edits, again the highest first. Features that the dictionary does not have are left out.
    public func edited(_ code: SparseCode, _ edits: [Int: FeatureEdit]) -> SparseCode {
        var activations = Dictionary(zip(code.features, code.activations), uniquingKeysWith: +)
        for (feature, edit) in edits where (0..<featureCount).contains(feature) {
            activations[feature] = edit.applied(to: activations[feature] ?? 0)
        }
        let active = activations.filter { $0.value != 0 }.map { (value: $0.value, index: $0.key) }.sorted(by: TopSelection.precedes)
        return SparseCode(
            features: active.map(\.index), activations: active.map(\.value), outputScale: code.outputScale, outputShift: code.outputShift)
    }

    /// A feature whose decoder row is zero adds nothing, whatever its activation.
    private static func quotient(_ value: Float, by norm: Float) -> Float { norm > 0 ? value / norm : 0 }
}
