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
