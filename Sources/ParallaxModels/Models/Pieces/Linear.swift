/// y = W x + b, PyTorch's Linear, with the weights as they lie in their file.
struct Linear: Sendable {
    let weight: WeightMatrix
    /// `[outputs]`, where the layer has one.
    let bias: [Float]?

    func apply(_ x: Rows, into y: inout Rows) {
        weight.apply(x, into: &y)
        add(to: &y)
    }

    func apply(_ x: Rows) -> Rows {
        var y = weight.apply(x)
        add(to: &y)
        return y
    }

    private func add(to y: inout Rows) {
        guard let bias else { return }
        let width = bias.count, count = y.count
        y.values.withUnsafeMutableBufferPointer { y in
            for row in 0..<count {
                for i in 0..<width { y[row * width + i] += bias[i] }
            }
        }
    }
}
