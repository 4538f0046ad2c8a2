/// Fetches tensors by name and shape, and remembers every one that is missing or has another shape, so that one
/// sentence can name them all.
struct CheckpointReader {
    let store: WeightStore
    private var problems: [String] = []

    init(_ store: WeightStore) { self.store = store }

    /// The tensor, or nil after noting what is wrong with it.
    mutating func view(_ name: String, _ shape: [Int]) -> TensorView? {
        guard let view = store.tensorIfPresent(name) else {
            problems.append("no \(name)")
            return nil
        }
        guard view.shape == shape else {
            problems.append("\(name) of shape \(view.shape) instead of \(shape)")
            return nil
        }
        return view
    }

    mutating func matrix(_ name: String, outputs: Int, inputs: Int) throws -> WeightMatrix? {
        try view(name, [outputs, inputs]).map { try WeightMatrix($0, layout: .outputsByInputs) }
    }

    mutating func vector(_ name: String, _ width: Int) -> [Float]? { view(name, [width])?.floats() }

    /// `NAME.weight` and, where the configuration asks for it, `NAME.bias`.
    mutating func linear(_ name: String, outputs: Int, inputs: Int, bias: Bool) throws -> Linear? {
        let weight = try matrix("\(name).weight", outputs: outputs, inputs: inputs)
        let offsets = bias ? vector("\(name).bias", outputs) : []
        guard let weight, let offsets else { return nil }
        return Linear(weight: weight, bias: bias ? offsets : nil)
    }

    var isComplete: Bool { problems.isEmpty }

    /// Names everything that was not as it should be.
    var complaint: Complaint {
        Complaint(
            store.folder.path, expected: "the tensors that config.json promises", found: problems.listed(atMost: 6),
            remedy: "fetch the checkpoint again, or point at the folder whose config.json belongs to these weights")
    }
}
