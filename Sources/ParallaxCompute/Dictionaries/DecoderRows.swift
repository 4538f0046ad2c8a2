/// The decoder as it lies in its file, one row a feature; only rows that are asked for are touched.
struct DecoderRows: Sendable {
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

    /// The Euclidean norm of every feature's row. Reads the whole decoder once, a row at a time.
    func norms() -> [Float] {
        var scratch = [Float](repeating: 0, count: width)
        return scratch.withUnsafeMutableBufferPointer { scratch in
            (0..<matrix.inputs).map { feature in
                read(feature, into: scratch)
                return Float(scratch.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
            }
        }
    }
}
