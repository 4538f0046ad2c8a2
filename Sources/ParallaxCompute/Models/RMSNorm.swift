/// y = x / sqrt(mean(x²) + ε) · weight, in float32.
struct RMSNorm: Sendable {
    /// `[d]`
    let weight: [Float]
    let epsilon: Float

    func apply(_ x: Rows, into y: inout Rows) {
        let count = x.count, width = x.width
        x.values.withUnsafeBufferPointer { x in
            y.values.withUnsafeMutableBufferPointer { y in
                weight.withUnsafeBufferPointer { weight in
                    guard let x = x.baseAddress, let y = y.baseAddress, let weight = weight.baseAddress else { return }
                    for row in 0..<count { Kernels.fastest.rms_norm(x + row * width, weight, epsilon, width, y + row * width) }
                }
            }
        }
    }
}
