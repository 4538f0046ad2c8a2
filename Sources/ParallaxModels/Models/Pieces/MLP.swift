import CKernels

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
        if buffers.isCancelled { return }
        guard let gate else {
            activation.apply(&buffers.up, times: nil)
            return down.apply(buffers.up, into: &buffers.projected)
        }
        gate.apply(x, into: &buffers.gate)
        if buffers.isCancelled { return }
        activation.apply(&buffers.gate, times: buffers.up)
        down.apply(buffers.gate, into: &buffers.projected)
    }
}

/// The function between the projections of an MLP.
public enum Activation: Sendable, Equatable {
    /// x / (1 + exp(-x))
    case silu
    /// x/2 · (1 + erf(x/√2))
    case gelu
    /// GELU with tanh(√(2/π)(x + 0.044715 x³)) in the place of erf(x/√2).
    case geluTanh
    /// max(x, 0)
    case relu

    /// As transformers names it; nil for a function that is not computed here.
    init?(transformersName name: String) {
        switch name {
        case "silu", "swish": self = .silu
        case "gelu": self = .gelu
        case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": self = .geluTanh
        case "relu": self = .relu
        default: return nil
        }
    }

    /// x = f(x) · factor; without a factor x = f(x).
    func apply(_ x: inout Rows, times factor: Rows?) {
        precondition(factor.map { $0.values.count == x.values.count } ?? true)
        let count = x.values.count, function: px_activation
        switch self {
        case .silu: function = PX_SILU
        case .gelu: function = PX_GELU
        case .geluTanh: function = PX_GELU_TANH
        case .relu: function = PX_RELU
        }
        x.values.withUnsafeMutableBufferPointer { x in
            guard let x = x.baseAddress else { return }
            guard let factor else { return Kernels.fastest.activate(function, x, nil, count) }
            factor.values.withUnsafeBufferPointer { Kernels.fastest.activate(function, x, $0.baseAddress, count) }
        }
    }
}

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
