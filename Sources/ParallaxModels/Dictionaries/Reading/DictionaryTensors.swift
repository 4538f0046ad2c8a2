/// The tensors of a dictionary's checkpoint, each held against the sizes that the others have.
struct DictionaryTensors {
    let file: any TensorFile
    /// What to do about shapes that disagree.
    var remedy = "fetch the checkpoint again"
    /// What to do about a tensor that is missing.
    var missingRemedy = "use a checkpoint of this family"
    /// The tensors that somebody asked for.
    let asked = Asked()

    final class Asked { var names: Set<String> = [] }

    private static let largestExtent = 1 << 30

    func has(_ name: String) -> Bool { file.names.contains(name) }

    func outline(_ name: String) throws -> TensorOutline {
        asked.names.insert(name)
        guard has(name) else {
            if file.foreign[name] != nil { throw file.noTensor(name) }
            throw Complaint(file.path, expected: "a tensor \(name)", found: file.names.isEmpty ? "no tensors" : "only \(file.names.sorted().listed())", remedy: missingRemedy)
        }
        return try file.outline(of: name)
    }

    /// The extent of a vector.
    func length(_ name: String) throws -> Int {
        let shape = try outline(name).shape
        guard shape.count == 1 else { throw misshapen(name, shape, "one extent") }
        try check(extent: shape[0], "the length of \(name)")
        return shape[0]
    }

    func check(extent: Int, _ what: String) throws {
        guard extent > 0, extent <= Self.largestExtent else {
            throw Complaint(file.path, expected: "a size between 1 and \(Self.largestExtent) (\(what))", found: "\(extent)", remedy: remedy)
        }
    }

    func misshapen(_ name: String, _ shape: [Int], _ expected: String) -> Complaint {
        Complaint(file.path, expected: "tensor \(name) of \(expected)", found: "shape \(shape)", remedy: remedy)
    }

    /// Holds a size that a configuration states against the tensor that has it.
    func check(_ name: String, length extent: Int, stated key: String) throws {
        let shape = try outline(name).shape
        guard shape == [extent] else {
            throw Complaint(file.path, expected: "tensor \(name) of shape [\(extent)], as \(key) says", found: "shape \(shape)", remedy: remedy)
        }
    }

    /// A matrix that maps `inputs` to `outputs`, oriented by its dimensions.
    func matrix(_ matrix: DictionaryCheckpoint.Matrix, inputs: Int, outputs: Int) throws -> WeightMatrix {
        let shape = try outline(matrix.name).shape
        let layout: WeightMatrix.Layout
        switch shape {
        case [inputs, outputs] where inputs == outputs: layout = matrix.whenSquare
        case [inputs, outputs]: layout = .inputsByOutputs
        case [outputs, inputs]: layout = .outputsByInputs
        default: throw misshapen(matrix.name, shape, "shape [\(inputs), \(outputs)] (or its transpose)")
        }
        return try WeightMatrix(try narrowed(try file.tensor(matrix.name)), layout: layout)
    }

    /// Weights are multiplied in F32, F16 and BF16; F64 is rounded once.
    private func narrowed(_ view: TensorView) throws -> TensorView {
        try view.storage.checkWhole()
        guard view.elementType == .f64 else { return view }
        try MemoryRoom.check(view.count, of: 4, "\(file.path), tensor \(view.name.shortened)")
        let storage = try MemoryBytes(count: view.count * 4) { target in
            if let base = target.bindMemory(to: Float.self).baseAddress { view.widen(0..<view.count, into: base) }
        }
        return try TensorView(name: view.name, elementType: .f32, shape: view.shape, storage: storage, offset: 0)
    }

    /// A vector widened to Float.
    func vector(_ name: String, count: Int) throws -> [Float] {
        let shape = try outline(name).shape
        guard shape == [count] else { throw misshapen(name, shape, "shape [\(count)]") }
        return try floats(name)
    }

    /// One number: a tensor of one element.
    func scalar(_ name: String) throws -> Double {
        let outline = try outline(name)
        guard outline.shape.allSatisfy({ $0 == 1 }) else { throw misshapen(name, outline.shape, "one element") }
        let view = try file.tensor(name)
        return Double(view.floats()[0])
    }

    private func floats(_ name: String) throws -> [Float] {
        let view = try file.tensor(name)
        try view.storage.checkWhole()
        try MemoryRoom.check(view.count, of: 4, "\(file.path), tensor \(name)")
        guard [.f32, .f16, .bf16, .f64].contains(view.elementType) else {
            throw Complaint(file.path, expected: "tensor \(name) in F32, F16, BF16 or F64", found: view.elementType.rawValue, remedy: "convert the checkpoint to one of these")
        }
        return view.floats()
    }
}
