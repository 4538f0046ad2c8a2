extension SparseAutoencoder {
    /// The reconstructions of `codes`, `[N, outputSize]`. Reads only the decoder rows of active features.
    public func decode(_ codes: [SparseCode]) -> Rows {
        let width = outputSize
        var result = Rows(count: codes.count, width: width)
        for (row, code) in codes.enumerated() {
            result.values.withUnsafeMutableBufferPointer { values in
                let y = UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width])
                eachDirection(zip(code.features, code.activations)) { _, weight, direction in
                    for i in y.indices { y[i] += weight * direction[i] }
                }
                for i in y.indices { y[i] = (y[i] + decoderBias[i]) * code.outputScale + code.outputShift }
                for (i, value) in code.skip.enumerated() { y[i] += value }
            }
        }
        return result
    }

    /// The reconstruction of an edited code from that of the code it was made of: reads only the rows of the features that differ.
    /// - Parameter reconstruction: `decode(original)`, `[outputSize]`.
    public func decode(_ edited: SparseCode, after original: SparseCode, reconstruction: [Float]) -> [Float] {
        let before = Dictionary(zip(original.features, original.activations), uniquingKeysWith: +)
        var change = before.mapValues { -$0 }
        for (feature, activation) in zip(edited.features, edited.activations) { change[feature] = activation - (before[feature] ?? 0) }
        var y = reconstruction
        y.withUnsafeMutableBufferPointer { y in
            eachDirection(change.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) { _, weight, direction in
                for i in y.indices { y[i] += weight * direction[i] * original.outputScale }
            }
        }
        return y
    }

    /// The reconstruction of one code, `[outputSize]`.
    public func decode(_ code: SparseCode) -> [Float] { decode([code]).values }

    /// d_i, what one unit of a feature's activation adds to the reconstruction (before the input normalisation is undone), `[outputSize]`.
    public func decoderRow(_ feature: Int) -> [Float] {
        let row = decoder.row(feature)
        guard let norms = activationNorms else { return row }
        return row.map { Self.quotient($0, by: norms[feature]) }
    }

    /// Each active feature's share in the reconstruction: f_i d_i · r / ‖r‖² with r = Σ f_j d_j, the reconstruction without b_dec (and without what a skip connection adds).
    ///
    /// Signed, sums to 1; one per entry of `code.features`. Where r is zero or not finite no share is defined.
    /// - Returns: nil where the shares are undefined.
    public func shares(of code: SparseCode) -> [Double]? {
        let entries = zip(code.features, code.activations)
        var sum = [Double](repeating: 0, count: outputSize)
        sum.withUnsafeMutableBufferPointer { sum in
            eachDirection(entries) { _, weight, direction in
                for i in sum.indices { sum[i] += Double(weight) * Double(direction[i]) }
            }
        }
        let square = sum.reduce(0) { $0 + $1 * $1 }
        guard square > 0, square.isFinite else { return nil }
        var shares = [Double](repeating: 0, count: code.features.count)
        eachDirection(entries) { entry, weight, direction in
            var dot = 0.0
            for i in direction.indices { dot += Double(direction[i]) * sum[i] }
            shares[entry] = Double(weight) * dot / square
        }
        return shares
    }

    /// The code after a person's edits, again the highest first. Features that the dictionary does not have are left out.
    public func edited(_ code: SparseCode, _ edits: [Int: FeatureEdit]) -> SparseCode {
        var activations = Dictionary(zip(code.features, code.activations), uniquingKeysWith: +)
        for (feature, edit) in edits where (0..<featureCount).contains(feature) {
            activations[feature] = edit.applied(to: activations[feature] ?? 0)
        }
        let active = activations.filter { $0.value != 0 }.map { (value: $0.value, index: $0.key) }.sorted(by: TopSelection.precedes)
        return SparseCode(
            features: active.map(\.index), activations: active.map(\.value), outputScale: code.outputScale, outputShift: code.outputShift,
            skip: code.skip)
    }

    /// Calls `body` with the decoder row of each feature as it lies in the file, and with the activation that belongs to that row.
    private func eachDirection(
        _ entries: some Sequence<(Int, Float)>,
        _ body: (_ entry: Int, _ weight: Float, _ direction: UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        let norms = activationNorms
        withUnsafeTemporaryAllocation(of: Float.self, capacity: outputSize) { direction in
            for (entry, (feature, activation)) in entries.enumerated() {
                decoder.read(feature, into: direction)
                body(entry, norms.map { Self.quotient(activation, by: $0[feature]) } ?? activation, direction)
            }
        }
    }

    /// A feature whose decoder row is zero adds nothing, whatever its activation.
    private static func quotient(_ value: Float, by norm: Float) -> Float { norm > 0 ? value / norm : 0 }
}

/// The decoder as it lies in its file, one row a feature; only rows that are asked for are touched.
package struct DecoderRows: Sendable {
    let matrix: WeightMatrix
    /// Width of a row: the activation's.
    let width: Int

    /// - Parameter matrix: maps features (inputs) to activations (outputs), in either layout.
    init(_ matrix: WeightMatrix) {
        self.matrix = matrix
        width = matrix.outputs
    }

    /// The decoder direction of `feature`, `[width]`.
    func row(_ feature: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: width) { buffer, initialised in
            read(feature, into: buffer)
            initialised = width
        }
    }

    /// The same into `target`, which holds `width` floats.
    func read(_ feature: Int, into target: UnsafeMutableBufferPointer<Float>) {
        switch matrix.layout {
        case .inputsByOutputs:
            matrix.view.widen(feature * width..<(feature + 1) * width, into: target.baseAddress!)
        case .outputsByInputs:
            for i in 0..<width {
                let element = i * matrix.inputs + feature
                matrix.view.widen(element..<element + 1, into: target.baseAddress! + i)
            }
        }
    }

    /// The product of every feature's row with a direction, `[features]`: the same bytes, read once the other way round.
    func products(with direction: [Float]) -> [Float] { matrix.transposed.apply(Rows(direction)).values }

    /// The Euclidean norm of every feature's row. Reads the whole decoder once, in the order of the file.
    func norms() -> [Float] {
        let features = matrix.inputs, byFeature = matrix.layout == .inputsByOutputs
        var squares = [Double](repeating: 0, count: features)
        let length = byFeature ? width : features
        var line = [Float](repeating: 0, count: length)
        line.withUnsafeMutableBufferPointer { line in
            guard let start = line.baseAddress else { return }
            for index in 0..<(byFeature ? features : width) {
                matrix.view.widen(index * length..<(index + 1) * length, into: start)
                for place in 0..<length { squares[byFeature ? index : place] += Double(line[place]) * Double(line[place]) }
            }
        }
        return squares.map { Float($0.squareRoot()) }
    }
}

/// What a dictionary finds in one activation: the active features and how strongly each is active.
public struct SparseCode: Sendable, Equatable {
    /// Active features, the strongest first, equal activations by the lower feature first.
    public var features: [Int]
    /// One activation per entry of `features`. Positive as encoded; an edit may make one negative.
    public var activations: [Float]
    /// Undoes the input normalisation of this row: y = (Σ f_i d_i + b_dec) · outputScale + outputShift + skip.
    public let outputScale: Float
    public let outputShift: Float
    /// W_skip x, `[outputSize]`; empty without skip connection. No feature stands for it.
    public let skip: [Float]

    public init(features: [Int] = [], activations: [Float] = [], outputScale: Float = 1, outputShift: Float = 0, skip: [Float] = []) {
        precondition(features.count == activations.count, "\(features.count) features have \(activations.count) activations")
        self.features = features
        self.activations = activations
        self.outputScale = outputScale
        self.outputShift = outputShift
        self.skip = skip
    }

    /// The number of active features of this row.
    public var l0: Int { features.count }

    /// The activation of `feature`, 0 where it is not active.
    public func activation(of feature: Int) -> Float {
        features.firstIndex(of: feature).map { activations[$0] } ?? 0
    }
}
