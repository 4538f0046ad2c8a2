extension SparseAutoencoder {
    /// Pre-activations held at a time, so that memory grows with the dictionary and not with tokens × features.
    package static let largestBlock = 4 << 20

    /// The codes of `activations`, one a row.
    ///
    /// Near ties (a topk margin or a distance to a threshold of the size of float32 rounding) may be decided otherwise than by another
    /// implementation, or when the same row is encoded in another batch.
    /// - Parameter activations: `[N, inputSize]`; see `check(width:of:)`.
    public func encode(_ activations: Rows) -> [SparseCode] {
        precondition(activations.width == inputSize, "\(name) takes rows of \(inputSize), not of \(activations.width)")
        var codes: [SparseCode] = []
        codes.reserveCapacity(activations.count)
        let height = max(1, Self.largestBlock / featureCount)
        for first in stride(from: 0, to: activations.count, by: height) {
            codes += encodeBlock(activations.slice(first..<min(first + height, activations.count)))
        }
        return codes
    }

    private func encodeBlock(_ activations: Rows) -> [SparseCode] {
        var input = activations
        let undo = prepare(&input)
        var pre = encoder.apply(input)
        let norms = selectionNorms
        return pre.values.withUnsafeMutableBufferPointer { values in
            undo.enumerated().map { row, undo in
                let (scale, shift) = undo
                guard scale.isFinite else { return SparseCode(outputScale: scale, outputShift: shift) }
                let p = UnsafeMutableBufferPointer(rebasing: values[row * featureCount..<(row + 1) * featureCount])
                for i in 0..<featureCount { p[i] += encoderBias[i] }
                if let norms { for i in 0..<featureCount { p[i] *= norms[i] } }
                let active = select(UnsafeBufferPointer(p))
                return SparseCode(features: active.map(\.index), activations: active.map(\.value), outputScale: scale, outputShift: shift)
            }
        }
    }

    /// Normalises the rows in place and subtracts b_dec where the configuration says so.
    /// - Returns: what undoes the normalisation of each row.
    private func prepare(_ input: inout Rows) -> [(scale: Float, shift: Float)] {
        let (width, count) = (input.width, input.count)
        return input.values.withUnsafeMutableBufferPointer { values in
            (0..<count).map { row in
                let u = UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width])
                let undo = configuration.normalisation.apply(to: u)
                if configuration.subtractsDecoderBias {
                    for i in 0..<width { u[i] -= decoderBias[i] }
                }
                return undo
            }
        }
    }

    /// The active features of one row of pre-activations, highest first.
    private func select(_ pre: UnsafeBufferPointer<Float>) -> [TopSelection.Entry] {
        switch architecture {
        case .topK(let k, _):
            return TopSelection.largestPositive(k, of: pre)
        case .standard:
            return pre.enumerated().filter { $0.element > 0 }.map { ($0.element, $0.offset) }.sorted(by: TopSelection.precedes)
        case .jumpReLU:
            return pre.enumerated().filter { $0.element > 0 && $0.element > thresholds[$0.offset] }.map { ($0.element, $0.offset) }
                .sorted(by: TopSelection.precedes)
        }
    }
}
