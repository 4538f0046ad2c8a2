extension SparseAutoencoder {
    /// Rows and features whose pre-activations are held at a time: memory does not grow with tokens × features, and a batch reads every
    /// weight once.
    package static let rowsAtATime = 1024, featuresAtATime = 4096
    /// So few rows take all features at once: a block would only cost.
    private static let fewRows = 8

    /// The codes of `activations`, one a row.
    ///
    /// Near ties (a topk margin or a distance to a threshold of the size of float32 rounding) may be decided otherwise than by another
    /// implementation, or when the same row is encoded in another batch.
    /// - Parameter activations: `[N, inputSize]`; see `check(width:of:)`.
    public func encode(_ activations: Rows) -> [SparseCode] {
        encode(activations, featuresAtATime: activations.count > Self.fewRows ? Self.featuresAtATime : featureCount)
    }

    package func encode(_ activations: Rows, featuresAtATime: Int) -> [SparseCode] {
        precondition(activations.width == inputSize, "\(name) takes rows of \(inputSize), not of \(activations.width)")
        var codes: [SparseCode] = []
        codes.reserveCapacity(activations.count)
        for first in stride(from: 0, to: activations.count, by: Self.rowsAtATime) {
            codes += encodeBlock(
                activations.slice(first..<min(first + Self.rowsAtATime, activations.count)), featuresAtATime: featuresAtATime)
        }
        return codes
    }

    private func encodeBlock(_ activations: Rows, featuresAtATime: Int) -> [SparseCode] {
        var input = activations
        let undo = prepare(&input)
        let norms = selectionNorms, skipped = skip?.apply(activations)
        var selections = [FeatureSelection](repeating: FeatureSelection(configuration.rule), count: activations.count)
        for first in stride(from: 0, to: featureCount, by: featuresAtATime) {
            select(first..<min(first + featuresAtATime, featureCount), of: input, norms, into: &selections)
        }
        return selections.indices.map { row in
            let (scale, shift) = undo[row]
            guard scale.isFinite else { return SparseCode(outputScale: scale, outputShift: shift) }
            let active = selections[row].entries
            let values =
                if configuration.decoderNorms == .selection, let norms { active.map { $0.value / norms[$0.index] } } else {
                    active.map(\.value)
                }
            return SparseCode(
                features: active.map(\.index), activations: values, outputScale: scale, outputShift: shift, skip: skipped?[row] ?? [])
        }
    }

    /// Selecting costs a feature about as much as so many multiplications.
    private static let selectionCost = 4

    /// One product of all rows with a block of features, and what of it is active.
    private func select(_ block: Range<Int>, of input: Rows, _ norms: [Float]?, into selections: inout [FeatureSelection]) {
        var pre = encoder.apply(input, outputs: block)
        let rows = input.count, width = block.count
        pre.values.withUnsafeMutableBufferPointer { values in
            selections.withUnsafeMutableBufferPointer { selections in
                // Every part works on rows of its own.
                nonisolated(unsafe) let (values, selections) = (values, selections)
                ComputeThreads.share(rows, grain: 8, operations: rows * width * Self.selectionCost) { range in
                    for row in range {
                        let p = UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width])
                        if !encoderBias.isEmpty {
                            encoderBias.withUnsafeBufferPointer { bias in for i in 0..<width { p[i] += bias[block.lowerBound + i] } }
                        }
                        if let norms {
                            norms.withUnsafeBufferPointer { norms in for i in 0..<width { p[i] *= norms[block.lowerBound + i] } }
                        }
                        selections[row].offer(UnsafeBufferPointer(p), from: block.lowerBound, of: self)
                    }
                }
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
                return configuration.undoesNormalisation || !undo.scale.isFinite ? undo : (1, 0)
            }
        }
    }
}
