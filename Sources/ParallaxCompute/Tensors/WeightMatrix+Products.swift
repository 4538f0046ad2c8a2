import COpenBLAS

extension WeightMatrix {
    /// Rows of the file's matrix widened at a time: large enough for BLAS, small enough for the cache.
    private static let blockRows = 256

    /// y = x·W for every row of x: `[n, inputs]` → `[n, outputs]`.
    public func apply(_ x: Rows) -> Rows {
        precondition(x.width == inputs, "\(view.name) takes rows of \(inputs), not of \(x.width)")
        var y = Rows(count: x.count, width: outputs)
        guard x.count > 0 else { return y }
        let rows = view.shape[0], columns = view.shape[1]
        var block = [Float](repeating: 0, count: Swift.min(Self.blockRows, rows) * columns)
        y.values.withUnsafeMutableBufferPointer { y in
            x.values.withUnsafeBufferPointer { x in
                block.withUnsafeMutableBufferPointer { block in
                    for first in stride(from: 0, to: rows, by: Self.blockRows) {
                        let height = Swift.min(Self.blockRows, rows - first)
                        view.widen(first * columns..<(first + height) * columns, into: block.baseAddress!)
                        switch layout {
                        case .outputsByInputs:
                            cblas_sgemm(
                                CblasRowMajor, CblasNoTrans, CblasTrans, Int32(x.count / inputs), Int32(height), Int32(columns), 1, x.baseAddress, Int32(inputs),
                                block.baseAddress, Int32(columns), 0, y.baseAddress! + first, Int32(outputs))
                        case .inputsByOutputs:
                            cblas_sgemm(
                                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(x.count / inputs), Int32(columns), Int32(height), 1, x.baseAddress! + first, Int32(inputs),
                                block.baseAddress, Int32(columns), first == 0 ? 0 : 1, y.baseAddress, Int32(outputs))
                        }
                    }
                }
            }
        }
        return y
    }

    /// The plain loop that the fast product is compared with in tests.
    package func applyPlainly(_ x: Rows) -> Rows {
        var y = Rows(count: x.count, width: outputs)
        for n in 0..<x.count {
            for o in 0..<outputs {
                var sum = 0.0
                for i in 0..<inputs {
                    let element = layout == .outputsByInputs ? o * inputs + i : i * outputs + o
                    sum += Double(x.values[n * inputs + i]) * Double(view.floats(element..<element + 1)[0])
                }
                y.values[n * outputs + o] = Float(sum)
            }
        }
        return y
    }
}
