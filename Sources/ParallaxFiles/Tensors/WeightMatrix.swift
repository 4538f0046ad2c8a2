/// A weight matrix as it lies in its file, applied to rows of activations without being widened whole.
public struct WeightMatrix: Sendable {
    /// Which extent comes first in the file.
    public enum Layout: Sendable {
        /// `[outputs, inputs]`, PyTorch's Linear: y = x Wᵀ.
        case outputsByInputs
        /// `[inputs, outputs]`, as SAELens stores its encoders: y = x W.
        case inputsByOutputs
    }

    public let view: TensorView
    public let layout: Layout

    /// - Throws: `Complaint` where the tensor is not a matrix of F32, F16 or BF16.
    public init(_ view: TensorView, layout: Layout) throws {
        guard view.shape.count == 2 else {
            throw Complaint("tensor \(view.name)", expected: "a matrix", found: "shape \(view.shape)", remedy: "use a checkpoint of a supported layout")
        }
        guard [.f32, .f16, .bf16].contains(view.elementType) else {
            throw Complaint("tensor \(view.name)", expected: "weights in F32, F16 or BF16", found: view.elementType.rawValue, remedy: "convert the checkpoint to one of these")
        }
        guard view.shape.allSatisfy({ $0 <= Int32.max }) else {
            throw Complaint("tensor \(view.name)", expected: "extents below 2³¹", found: "shape \(view.shape)", remedy: "the file is damaged, fetch it again")
        }
        self.view = view
        self.layout = layout
    }

    private init(checked view: TensorView, layout: Layout) {
        self.view = view
        self.layout = layout
    }

    /// The same bytes as a map from outputs to inputs.
    package var transposed: WeightMatrix { WeightMatrix(checked: view, layout: layout == .outputsByInputs ? .inputsByOutputs : .outputsByInputs) }

    public var inputs: Int { layout == .outputsByInputs ? view.shape[1] : view.shape[0] }
    public var outputs: Int { layout == .outputsByInputs ? view.shape[0] : view.shape[1] }
}
