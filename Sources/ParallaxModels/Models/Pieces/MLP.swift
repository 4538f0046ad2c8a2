/// down(f(gate(x)) · up(x)), or without a gate down(f(up(x))).
struct MLP: Sendable {
    /// d → intermediate
    let gate: Linear?
    /// d → intermediate
    let up: Linear
    /// intermediate → d
    let down: Linear
    let activation: Activation

    /// Fills `buffers.projected`.
    func apply(_ x: Rows, _ buffers: inout ForwardBuffers) {
        up.apply(x, into: &buffers.up)
        guard let gate else {
            activation.apply(&buffers.up, times: nil)
            return down.apply(buffers.up, into: &buffers.projected)
        }
        gate.apply(x, into: &buffers.gate)
        activation.apply(&buffers.gate, times: buffers.up)
        down.apply(buffers.gate, into: &buffers.projected)
    }
}
