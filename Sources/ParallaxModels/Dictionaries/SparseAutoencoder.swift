import Foundation

/// A sparse autoencoder or transcoder: x → the few features that are active → a reconstruction of x, or of another site's activation.
///
///     let dictionary = try SparseAutoencoder.open(folder: url)
///     try dictionary.check(width: model.configuration.hiddenSize)
///     let codes = dictionary.encode(activations)          // one code a row
///     let reconstruction = dictionary.decode(codes)       // [N, d]
///
/// Whatever its family, it is made of the same pieces, in float32:
/// - u = norm(x), minus b_dec where the configuration says so
/// - p = u W_enc + b_enc
/// - f by an ``ActivationRule`` of p, which may count the decoder rows' norms in (``DecoderNormUse``)
/// - y = norm⁻¹(Σ f_i d_i + b_dec), plus W_skip x where there is one
///
/// The weight matrices stay mapped in the type that the file stores.
public final class SparseAutoencoder: Sendable {
    /// The folder's name.
    public let name: String
    public let folder: URL
    /// Where its activations are taken; nil where nothing says it, which is enough to encode activations that are given.
    public let placement: DictionaryPlacement?
    public let configuration: DictionaryConfiguration
    /// `[outputSize]`
    public let decoderBias: [Float]
    /// The number of features active on average, from the checkpoint's own firing fractions, where it has them.
    public let recordedL0: Double?

    package let encoder: WeightMatrix
    /// `[featureCount]`; empty for gated dictionaries.
    let encoderBias: [Float]
    /// `[featureCount]`, jumprelu only.
    let thresholds: [Float]
    let gate: FeatureGate?
    package let decoder: DecoderRows
    /// `[inputSize]` → `[outputSize]`
    let skip: WeightMatrix?
    /// What it was read from, which it is told by.
    let file: any TensorFile
    let settings: DictionarySettings
    let knownFingerprint = Kept<String>()
    private let norms = Kept<[Float]>()

    /// Reads the vectors of a checkpoint; the matrices stay where they lie.
    /// - Throws: `Complaint` naming the tensor that is missing or misshapen.
    init(_ checkpoint: DictionaryCheckpoint, name: String, folder: URL, placement: DictionaryPlacement?, recordedL0: Double?) throws {
        let configuration = checkpoint.configuration, tensors = checkpoint.tensors
        let (inputs, outputs, features) = (configuration.inputSize, configuration.outputSize, configuration.featureCount)
        self.name = name
        self.folder = folder
        self.placement = placement
        self.configuration = configuration
        self.recordedL0 = recordedL0
        file = tensors.file
        settings = checkpoint.settings
        encoder = try tensors.matrix(checkpoint.encoder, inputs: inputs, outputs: features)
        encoderBias = try checkpoint.encoderBias.map { try tensors.vector($0, count: features) } ?? []
        thresholds =
            switch checkpoint.thresholds {
            case .none: []
            case .perFeature(let name): try tensors.vector(name, count: features)
            case .logarithms(let name): try tensors.vector(name, count: features).map { exp($0) }
            case .one(let threshold): [Float](repeating: threshold, count: features)
            }
        gate = try checkpoint.gate.map {
            FeatureGate(
                bias: try tensors.vector($0.bias, count: features),
                magnitudeScale: try tensors.vector($0.logarithmOfScale, count: features).map { exp($0) },
                magnitudeBias: try tensors.vector($0.magnitudeBias, count: features))
        }
        decoder = DecoderRows(try tensors.matrix(checkpoint.decoder, inputs: features, outputs: outputs))
        decoderBias = try tensors.vector(checkpoint.decoderBias, count: outputs)
        skip = try checkpoint.skip.map { try tensors.matrix($0, inputs: inputs, outputs: outputs) }
    }

    /// Another with some parts of its own (``altered(encoder:decoder:_:)``).
    init(_ other: SparseAutoencoder, _ configuration: DictionaryConfiguration, encoder: WeightMatrix, decoder: DecoderRows) {
        name = other.name
        folder = other.folder
        placement = other.placement
        self.configuration = configuration
        decoderBias = other.decoderBias
        recordedL0 = other.recordedL0
        (file, settings) = (other.file, other.settings)
        self.encoder = encoder
        encoderBias = other.encoderBias
        thresholds = other.thresholds
        gate = other.gate
        self.decoder = decoder
        skip = other.skip
    }

    /// d_in, the width of the activations.
    public var inputSize: Int { configuration.inputSize }
    /// d_out, the width of the reconstructions.
    public var outputSize: Int { configuration.outputSize }
    /// d_sae.
    public var featureCount: Int { configuration.featureCount }
    /// What a person should know before trusting figures: one sentence each.
    public var notes: [String] { (placement?.note.map { [$0] } ?? []) + configuration.notes }

    /// The decoder rows' norms where features are chosen by them, else nil.
    ///
    /// Where the input is scaled by a factor they are the norms after SAELens folds that into the weights, which divides them.
    var selectionNorms: [Float]? {
        guard configuration.decoderNorms != .none else { return nil }
        guard case .scaled(let factor, _) = configuration.normalisation, factor != 1 else { return decoderNorms }
        return decoderNorms.map { $0 / factor }
    }

    /// The decoder rows' norms, `[featureCount]`. Read on first use, since that reads the whole decoder.
    var decoderNorms: [Float] {
        norms.get { decoder.norms() }
    }

    /// The norms that activations are multiplied by, so that their directions have length 1; nil where they are not.
    var activationNorms: [Float]? { configuration.decoderNorms == .activation ? selectionNorms : nil }
}

extension SparseAutoencoder {
    /// Refuses activations of another width, as of a model that the dictionary was not trained on.
    /// - Parameters:
    ///   - width: Width of the activations.
    ///   - source: What they come from, for the sentence.
    /// - Throws: `Complaint` where `width` is not `inputSize`.
    public func check(width: Int, of source: String = "the model") throws {
        guard width != inputSize else { return }
        throw Complaint(
            "dictionary \(name)", expected: "activations of width \(inputSize)", found: "\(source) with width \(width)",
            remedy: "choose a dictionary trained on this model" + (configuration.modelName.map { " (this one names \"\($0)\")" } ?? ""))
    }
}

extension SparseAutoencoder: CustomStringConvertible {
    /// One line: rule, sizes, site.
    public var description: String {
        "\(name): \(rule), \(inputSize) → \(featureCount) features, \(placement.map { "\($0.site)" } ?? "no site")"
    }

    /// The rule of activity in a few words: "topk, at most 16 active".
    public var rule: String {
        configuration.ruleText
            + (thresholdRange.map {
                $0.lowerBound < $0.upperBound ? ", thresholds \($0.lowerBound) to \($0.upperBound)" : ", threshold \($0.lowerBound)"
            } ?? "")
    }

    /// The lowest and the highest threshold of a jumprelu dictionary.
    public var thresholdRange: ClosedRange<Float>? {
        guard let low = thresholds.min(), let high = thresholds.max(), low <= high else { return nil }
        return low...high
    }

    /// How many features should be active on average: what the checkpoint recorded or states, else k; nil where nothing says it.
    public var expectedL0: Double? {
        if let stated = recordedL0 ?? configuration.statedL0 { return stated }
        return switch configuration.rule {
        case .topK(let k): Double(k)
        case .groupMax(let groups): Double(groups)
        case .relu, .jumpReLU, .gated: nil
        }
    }
}

extension SparseAutoencoder: Checkpoint {
    /// Tensors, then settings: what was read of the configuration, and of the path where the family keeps its settings there.
    public var fingerprint: String { knownFingerprint.get { "\(file.fingerprint)-\(settings.fingerprint)" } }

    public var files: [URL] { [URL(filePath: file.path)] + settings.files }

    public func checkIntact() throws { try file.checkIntact() }
}

/// What decided, beside the tensors, how a dictionary computes.
struct DictionarySettings: Sendable {
    let fingerprint: String
    /// The files it stands in; none where the tensors and the path say everything.
    let files: [URL]
}

extension DictionaryCheckpoint {
    /// SAELens' folders keep the value that they have always had, that of the bytes of cfg.json; a factor that stands beside it is added.
    /// Of every other family it is the formula as it was read, wherever that stood: a comment in a configuration changes nothing.
    var settings: DictionarySettings {
        let files = settingsRead.map { URL(filePath: $0.path) }
        if configuration.family == SAELensFamily.name {
            let own = settingsRead.filter { SAELensFamily.settings.contains(URL(filePath: $0.path).lastPathComponent) }
            return DictionarySettings(fingerprint: own.compactMap { $0.contents?.description }.joined(separator: "-"), files: files)
        }
        return DictionarySettings(fingerprint: "\(Fingerprint(bytes: formula.utf8))", files: files)
    }

    /// Everything that decides what is computed and that no tensor holds.
    private var formula: String {
        let rule =
            switch configuration.rule {
            case .relu: "relu"
            case .topK(let k): "topk \(k)"
            case .jumpReLU: "jumprelu"
            case .groupMax(let groups): "groupmax \(groups)"
            case .gated: "gated"
            }
        let norms =
            switch configuration.decoderNorms {
            case .none: "none"
            case .selection: "selection"
            case .activation: "activation"
            }
        let normalisation =
            switch configuration.normalisation {
            case .none: "none"
            case .scaled(let factor, let output): "scaled \(factor.bitPattern) \(output.bitPattern)"
            case .constantNorm: "constant norm"
            case .layerNorm: "layer norm"
            }
        let threshold = if case .one(let threshold) = thresholds { "\(threshold.bitPattern)" } else { "of tensors" }
        return [
            configuration.family, rule, "norms \(norms)", "threshold \(threshold)", "input \(normalisation)",
            "undone \(configuration.undoesNormalisation)",
            "b_dec subtracted \(configuration.subtractsDecoderBias)", "skip \(configuration.hasSkip)",
            "transcoder \(configuration.isTranscoder)"
        ].joined(separator: "\n")
    }
}
