import Foundation

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
        let rule = switch configuration.rule {
        case .relu: "relu"
        case .topK(let k): "topk \(k)"
        case .jumpReLU: "jumprelu"
        case .groupMax(let groups): "groupmax \(groups)"
        case .gated: "gated"
        }
        let norms = switch configuration.decoderNorms {
        case .none: "none"
        case .selection: "selection"
        case .activation: "activation"
        }
        let normalisation = switch configuration.normalisation {
        case .none: "none"
        case .scaled(let factor, let output): "scaled \(factor.bitPattern) \(output.bitPattern)"
        case .constantNorm: "constant norm"
        case .layerNorm: "layer norm"
        }
        let threshold = if case .one(let threshold) = thresholds { "\(threshold.bitPattern)" } else { "of tensors" }
        return [
            configuration.family, rule, "norms \(norms)", "threshold \(threshold)", "input \(normalisation)", "undone \(configuration.undoesNormalisation)",
            "b_dec subtracted \(configuration.subtractsDecoderBias)", "skip \(configuration.hasSkip)", "transcoder \(configuration.isTranscoder)",
        ].joined(separator: "\n")
    }
}
