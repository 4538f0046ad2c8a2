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
    init(_ tensors: DictionaryTensors, encoder: Matrix, encoderBias: String?, gate: Gate? = nil, decoder: Matrix, decoderBias: String) throws {
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
