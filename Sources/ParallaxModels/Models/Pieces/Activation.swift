import CKernels

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
