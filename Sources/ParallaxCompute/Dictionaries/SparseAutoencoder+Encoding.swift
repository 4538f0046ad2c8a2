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
        let skipped = skip?.apply(activations)
        let norms = selectionNorms, rows = activations.count, features = featureCount
        return pre.values.withUnsafeMutableBufferPointer { values in
            [SparseCode](unsafeUninitializedCapacity: rows) { codes, initialised in
                // Every part writes places of its own.
                nonisolated(unsafe) let (values, codes) = (values, codes)
                ComputeThreads.share(rows, grain: 8, operations: rows * features * Self.selectionCost) { range in
                    for row in range {
                        let p = UnsafeMutableBufferPointer(rebasing: values[row * features..<(row + 1) * features])
                        codes.initializeElement(at: row, to: code(p, undo[row], norms, skip: skipped?[row] ?? []))
                    }
                }
                initialised = rows
            }
        }
    }

    /// Selecting costs a feature about as much as so many multiplications.
    private static let selectionCost = 4

    /// The code of one row, given u W_enc.
    private func code(_ p: UnsafeMutableBufferPointer<Float>, _ undo: (scale: Float, shift: Float), _ norms: [Float]?, skip: [Float]) -> SparseCode {
        guard undo.scale.isFinite else { return SparseCode(outputScale: undo.scale, outputShift: undo.shift) }
        for i in encoderBias.indices { p[i] += encoderBias[i] }
        if let norms { for i in p.indices { p[i] *= norms[i] } }
        let active = select(UnsafeBufferPointer(p))
        let activations = if configuration.decoderNorms == .selection, let norms { active.map { $0.value / norms[$0.index] } } else { active.map(\.value) }
        return SparseCode(features: active.map(\.index), activations: activations, outputScale: undo.scale, outputShift: undo.shift, skip: skip)
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

    /// The active features of one row of pre-activations, highest first.
    private func select(_ pre: UnsafeBufferPointer<Float>) -> [TopSelection.Entry] {
        switch configuration.rule {
        case .topK(let k): TopSelection.largestPositive(k, of: pre)
        case .relu: active(pre) { p, _ in p > 0 ? p : nil }
        case .jumpReLU: active(pre) { p, feature in p > 0 && p > thresholds[feature] ? p : nil }
        case .groupMax(let groups): winners(pre, groups: groups)
        case .gated: gate.map { gate in active(pre) { e, feature in
            guard e + gate.bias[feature] > 0 else { return nil }
            let magnitude = gate.magnitudeScale[feature] * e + gate.magnitudeBias[feature]
            return magnitude > 0 ? magnitude : nil
        } } ?? []
        }
    }

    private func active(_ pre: UnsafeBufferPointer<Float>, _ activation: (_ p: Float, _ feature: Int) -> Float?) -> [TopSelection.Entry] {
        var entries: [TopSelection.Entry] = []
        for feature in pre.indices {
            if let value = activation(pre[feature], feature) { entries.append((value, feature)) }
        }
        return entries.sorted(by: TopSelection.precedes)
    }

    /// The largest of each group, the first of equal ones, where it is positive.
    private func winners(_ pre: UnsafeBufferPointer<Float>, groups: Int) -> [TopSelection.Entry] {
        let size = pre.count / groups
        return (0..<groups).compactMap { group -> TopSelection.Entry? in
            var best: TopSelection.Entry = (0, -1)
            for feature in group * size..<(group + 1) * size where pre[feature] > best.value { best = (pre[feature], feature) }
            return best.index < 0 ? nil : best
        }.sorted(by: TopSelection.precedes)
    }
}
