/// What stands before (and in some families behind) attention and MLP, and before the unembedding; in float32.
package struct Norm: Sendable {
    /// `[width]`, as it multiplies: of a family whose files hold w for 1 + w, the 1 is added already.
    package let weight: [Float]
    /// `[width]`, of a layer norm: (x - mean) / sqrt(variance + ε) · weight + bias. Without it, RMS norm: x / sqrt(mean(x²) + ε) · weight.
    let bias: [Float]?
    let epsilon: Float

    /// y = norm(x), row by row.
    func apply(_ x: Rows, into y: inout Rows) {
        precondition(x.width == weight.count && y.width == x.width && y.count == x.count)
        let count = x.count
        x.values.withUnsafeBufferPointer { x in
            y.values.withUnsafeMutableBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress else { return }
                run(x, y, count)
            }
        }
    }

    /// Norms every run of `weight.count` values by itself: whole rows, or each head of a row.
    func apply(_ rows: inout Rows) {
        precondition(rows.width % weight.count == 0)
        let count = rows.values.count / weight.count
        rows.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            run(values, values, count)
        }
    }

    private func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
        let width = weight.count
        for row in 0..<count {
            if let bias {
                Kernels.fastest.layer_norm(x + row * width, weight, bias, epsilon, width, y + row * width)
            } else {
                Kernels.fastest.rms_norm(x + row * width, weight, epsilon, width, y + row * width)
            }
        }
    }

    /// The same norm, but for its weight and its bias.
    var withoutGain: Norm {
        Norm(weight: weight.map { _ in 1 }, bias: bias.map { $0.map { _ in 0 } }, epsilon: epsilon)
    }

    /// What ``withoutGain`` leaves out: a row times the weight, plus the bias.
    func gained(_ row: [Float]) -> [Float] {
        row.indices.map { row[$0] * weight[$0] + (bias?[$0] ?? 0) }
    }

    /// What is left of a direction but for the length that the norm divides by: its mean out where the norm takes it out, times the weight.
    package func turn(_ directions: inout Rows) {
        let width = directions.width
        for row in 0..<directions.count {
            let own = row * width..<(row + 1) * width
            let mean = bias == nil ? 0 : Float(directions.values[own].reduce(0.0) { $0 + Double($1) } / Double(width))
            for i in own { directions.values[i] = (directions.values[i] - mean) * weight[i - own.lowerBound] }
        }
    }
}
