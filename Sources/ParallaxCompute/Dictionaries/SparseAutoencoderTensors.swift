/// The tensors of a SAE checkpoint, each checked against the sizes that the configuration states.
struct SparseAutoencoderTensors {
    let file: SafetensorsFile
    let featureCount: Int
    let inputSize: Int

    private static let remedy = "fetch the checkpoint again, or correct d_in and d_sae in cfg.json"

    /// Names a d_in or d_sae that contradicts the biases, which have no orientation to mistake.
    func checkExtents() throws {
        for (bias, key, extent) in [("b_enc", "d_sae", featureCount), ("b_dec", "d_in", inputSize)] {
            let shape = try tensor(bias).shape
            guard shape == [extent] else {
                throw Complaint(file.path, expected: "tensor \(bias) of shape [\(extent)], as \(key) in cfg.json says", found: "shape \(shape)", remedy: Self.remedy)
            }
        }
    }

    /// A matrix that maps `inputs` to `outputs`, oriented by its dimensions; SAELens' own orientation where it is square.
    func matrix(_ name: String, inputs: Int, outputs: Int) throws -> WeightMatrix {
        let view = try tensor(name)
        switch view.shape {
        case [inputs, outputs]: return try WeightMatrix(view, layout: .inputsByOutputs)
        case [outputs, inputs]: return try WeightMatrix(view, layout: .outputsByInputs)
        default:
            throw Complaint(
                file.path, expected: "tensor \(name) of shape [\(inputs), \(outputs)] (or its transpose), as d_in and d_sae in cfg.json say",
                found: "shape \(view.shape)", remedy: Self.remedy)
        }
    }

    /// A vector widened to Float.
    func vector(_ name: String, count: Int) throws -> [Float] {
        let view = try tensor(name)
        guard view.shape == [count] else {
            throw Complaint(file.path, expected: "tensor \(name) of shape [\(count)]", found: "shape \(view.shape)", remedy: Self.remedy)
        }
        guard [.f32, .f16, .bf16, .f64].contains(view.elementType) else {
            throw Complaint(file.path, expected: "tensor \(name) in F32, F16, BF16 or F64", found: view.elementType.rawValue, remedy: "convert the checkpoint to one of these")
        }
        return view.floats()
    }

    /// Checkpoints from before SAELens 6 may hold a finetuning scale per feature: harmless where it is one, not computed otherwise.
    func refuseFinetuningScale() throws {
        guard file.tensors["scaling_factor"] != nil else { return }
        guard try vector("scaling_factor", count: featureCount).allSatisfy({ abs($0 - 1) <= 1e-5 }) else {
            throw Complaint(
                file.path, expected: "no finetuning scale (scaling_factor all 1)", found: "other scales",
                remedy: "convert the checkpoint with SAELens 6, folding the scale into W_dec")
        }
    }

    private func tensor(_ name: String) throws -> TensorView {
        if let view = file.tensors[name] { return view }
        let names = file.tensors.keys.sorted()
        throw Complaint(file.path, expected: "a tensor \(name)", found: names.isEmpty ? "no tensors" : "only \(names.listed())", remedy: "use a SAELens checkpoint of this architecture")
    }
}
