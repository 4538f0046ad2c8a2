import Foundation
import Synchronization

/// A sparse autoencoder at one site: x → the few features that are active → a reconstruction of x.
///
///     let dictionary = try SparseAutoencoder.open(folder: url)
///     try dictionary.check(width: model.configuration.hiddenSize)
///     let codes = dictionary.encode(activations)          // one code a row
///     let reconstruction = dictionary.decode(codes)       // [N, d]
///
/// Computes what SAELens 6 computes in float32, with u = norm(x), minus b_dec where the configuration says so:
/// - standard: f = relu(u W_enc + b_enc)
/// - topk: p = u W_enc + b_enc, times ‖d_i‖ where `rescale_acts_by_decoder_norm`; the k largest of p, then relu
/// - jumprelu: f = relu(p) where p > threshold
/// - y = norm⁻¹(Σ f_i d_i + b_dec)
///
/// The weight matrices stay mapped in the type that the file stores.
public final class SparseAutoencoder: Sendable {
    /// The rule that decides which features are active.
    public enum Architecture: Sendable, Equatable {
        case standard
        /// At most k features; selected and reported times the decoder row's norm where rescaled.
        case topK(_ k: Int, rescaledByDecoderNorm: Bool)
        /// Those above a threshold of their own.
        case jumpReLU
    }

    /// The folder's name.
    public let name: String
    public let folder: URL
    /// Where its activations are taken.
    public let site: Site
    /// Said where the workspace and the checkpoint name different sites; the workspace's is used.
    public let siteNote: String?
    public let configuration: SAELensConfiguration
    /// `[inputSize]`
    public let decoderBias: [Float]
    /// The number of features active on average, from the checkpoint's own firing fractions, where it has them.
    public let recordedL0: Double?

    let encoder: WeightMatrix
    /// `[featureCount]`
    let encoderBias: [Float]
    /// `[featureCount]`, jumprelu only.
    let thresholds: [Float]
    let decoder: DecoderRows
    private let norms = Mutex<[Float]?>(nil)

    init(
        folder: URL, site: Site, siteNote: String?, configuration: SAELensConfiguration, encoder: WeightMatrix, encoderBias: [Float],
        thresholds: [Float], decoder: DecoderRows, decoderBias: [Float], recordedL0: Double?
    ) {
        name = folder.standardizedFileURL.lastPathComponent
        self.folder = folder
        self.site = site
        self.siteNote = siteNote
        self.configuration = configuration
        self.encoder = encoder
        self.encoderBias = encoderBias
        self.thresholds = thresholds
        self.decoder = decoder
        self.decoderBias = decoderBias
        self.recordedL0 = recordedL0
    }

    /// d_in, the width of the activations.
    public var inputSize: Int { configuration.inputSize }
    /// d_sae.
    public var featureCount: Int { configuration.featureCount }
    public var architecture: Architecture { configuration.architecture }
    /// What a person should know before trusting figures: one sentence each.
    public var notes: [String] { (siteNote.map { [$0] } ?? []) + configuration.notes }

    /// The decoder rows' norms where the architecture selects by them, else nil. Read on first use, since that reads the whole decoder.
    ///
    /// Under `expected_average_only_in` they are the norms after SAELens folds the input's factor into the weights, which divides them.
    var selectionNorms: [Float]? {
        guard case .topK(_, rescaledByDecoderNorm: true) = architecture else { return nil }
        return norms.withLock { known in
            if let known { return known }
            let factor: Float = if case .expectedAverage(let scale) = configuration.normalisation { scale } else { 1 }
            let found = decoder.norms().map { $0 / factor }
            known = found
            return found
        }
    }
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
    public var description: String { "\(name): \(rule), \(inputSize) → \(featureCount) features, \(site)" }

    /// The rule of activity in a few words: "topk, at most 16 active".
    public var rule: String {
        switch architecture {
        case .standard: "standard (relu)"
        case .topK(let k, let rescaled): "topk, at most \(k) active" + (rescaled ? ", by activation times decoder norm" : "")
        case .jumpReLU: "jumprelu" + (thresholdRange.map { ", thresholds \($0.lowerBound) to \($0.upperBound)" } ?? "")
        }
    }

    /// The lowest and the highest threshold of a jumprelu dictionary.
    public var thresholdRange: ClosedRange<Float>? {
        guard let low = thresholds.min(), let high = thresholds.max(), low <= high else { return nil }
        return low...high
    }

    /// How many features should be active on average: what the checkpoint recorded, else k; nil where nothing says it.
    public var expectedL0: Double? {
        if let recordedL0 { return recordedL0 }
        if case .topK(let k, _) = architecture { return Double(k) }
        return nil
    }
}
