/// A checkpoint read by its family: what it computes, and which tensor plays which part. No weights have been touched.
package struct DictionaryCheckpoint {
    /// A matrix by its name, and the orientation that counts where its two sizes are equal.
    struct Matrix {
        let name: String
        let whenSquare: WeightMatrix.Layout

        init(_ name: String, _ whenSquare: WeightMatrix.Layout) {
            self.name = name
            self.whenSquare = whenSquare
        }
    }

    enum Thresholds {
        case none
        case perFeature(String)
        /// exp of the tensor, one a feature.
        case logarithms(String)
        case one(Float)
    }

    struct Gate {
        let bias: String
        let magnitudeBias: String
        let logarithmOfScale: String
    }

    let tensors: DictionaryTensors
    package var configuration: DictionaryConfiguration
    let encoder: Matrix
    /// Nil where a gate has the biases.
    let encoderBias: String?
    let decoder: Matrix
    let decoderBias: String
    var thresholds = Thresholds.none
    var gate: Gate?
    var skip: Matrix?
    /// Tensors that its kind always has and that nothing is computed from.
    var idle: Set<String> = []
    /// The files of settings that were read, in the order in which they were asked for.
    var settingsRead: [ConfigurationFields] = []

    /// Takes the sizes from the biases, which have no orientation to mistake: d_sae from the encoder's (or the gate's), d_out from the
    /// decoder's; d_in is what is left of the encoder's shape.
    /// - Throws: `Complaint` where tensors are missing or their shapes contradict each other.
    init(_ tensors: DictionaryTensors, encoder: Matrix, encoderBias: String?, gate: Gate? = nil, decoder: Matrix, decoderBias: String)
        throws
    {
        self.tensors = tensors
        self.encoder = encoder
        self.encoderBias = encoderBias
        self.gate = gate
        self.decoder = decoder
        self.decoderBias = decoderBias
        let features = try tensors.length(encoderBias ?? gate?.bias ?? decoderBias), outputs = try tensors.length(decoderBias)
        let shape = try tensors.outline(encoder.name).shape
        guard shape.count == 2, let place = shape.firstIndex(of: features) else {
            throw tensors.misshapen(encoder.name, shape, "one extent of \(features), the number of features")
        }
        configuration = DictionaryConfiguration(inputSize: shape[1 - place], outputSize: outputs, featureCount: features)
        try tensors.check(extent: configuration.inputSize, "d_in, of \(encoder.name)")
    }
}

extension DictionaryCheckpoint {
    /// Tensors of the file that play no part, neither here nor in training.
    package var unused: [String] {
        var used = tensors.asked.names.union(idle).union([encoder.name, decoder.name, decoderBias])
        used.formUnion([encoderBias, skip?.name, gate?.bias, gate?.magnitudeBias, gate?.logarithmOfScale].compactMap(\.self))
        switch thresholds {
        case .perFeature(let name), .logarithms(let name): used.insert(name)
        case .none, .one: break
        }
        return (tensors.file.names + tensors.file.foreign.keys).filter { !used.contains($0) }.sorted()
    }

    package static func note(unused: [String]) -> String { "holds tensors that nothing is computed from: \(unused.listed())" }
}

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
            throw Complaint(
                file.path, expected: "a tensor \(name)", found: file.names.isEmpty ? "no tensors" : "only \(file.names.sorted().listed())",
                remedy: missingRemedy)
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
            throw Complaint(
                file.path, expected: "tensor \(name) of shape [\(extent)], as \(key) says", found: "shape \(shape)", remedy: remedy)
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
            throw Complaint(
                file.path, expected: "tensor \(name) in F32, F16, BF16 or F64", found: view.elementType.rawValue,
                remedy: "convert the checkpoint to one of these")
        }
        return view.floats()
    }
}
