/// down(silu(gate(x)) · up(x)).
struct GatedMLP: Sendable {
    /// d → intermediate
    let gate: Linear
    /// d → intermediate
    let up: Linear
    /// intermediate → d
    let down: Linear

    func apply(_ x: Rows, _ buffers: inout ForwardBuffers) {
        gate.apply(x, into: &buffers.gate)
        up.apply(x, into: &buffers.up)
        let count = buffers.up.values.count
        buffers.gate.values.withUnsafeMutableBufferPointer { gate in
            buffers.up.values.withUnsafeBufferPointer { up in
                guard let gate = gate.baseAddress, let up = up.baseAddress else { return }
                Kernels.fastest.silu_product(gate, up, count)
            }
        }
        down.apply(buffers.gate, into: &buffers.projected)
    }
}
