import Foundation

/// What the `cfg.json` of a SAELens folder says, checked, without a look at the weights.
///
/// Follows SAELens 6 (`SAEConfig` and its subclasses); the flat configurations that came before version 6 are read with the defaults that
/// SAELens gives them (`handle_pre_6_0_config`). Keys that do not change what is computed are ignored.
public struct SAELensConfiguration: Sendable, Equatable {
    public let architecture: SparseAutoencoder.Architecture
    /// d_in, the activation's width.
    public let inputSize: Int
    /// d_sae.
    public let featureCount: Int
    /// Whether b_dec is subtracted from the (normalised) input.
    public let subtractsDecoderBias: Bool
    public let normalisation: InputNormalisation
    /// Whether the input is the heads' outputs, `[heads, head size]`, flattened to d_in.
    public let flattensHeads: Bool
    /// The site as the checkpoint spells it, nil where it does not say one.
    public let hookName: String?
    /// The model that it was trained on, as the checkpoint spells it.
    public let modelName: String?
    /// What a person should know before trusting figures: one sentence each.
    public let notes: [String]

    /// Reads `cfg.json`, and `activation_scaler.json` where the configuration needs it.
    /// - Throws: `Complaint` naming the key that is missing, of the wrong kind, absurd, or of a kind that Parallax does not compute.
    public static func open(folder: URL) throws -> SAELensConfiguration {
        let fields = try ConfigurationFields(file: folder.appending(path: "cfg.json"))
        let metadata = try fields.section("metadata")
        let hookName = try metadata?.string("hook_name") ?? fields.string("hook_name") ?? fields.string("hook_point")
        let flattens = try fields.string("reshape_activations").map { $0 == "hook_z" } ?? (hookName?.hasSuffix("hook_z") ?? false)
        let featureCount = try fields.extent("d_sae")
        return SAELensConfiguration(
            architecture: try architecture(fields, featureCount: featureCount),
            inputSize: try fields.extent("d_in"), featureCount: featureCount,
            subtractsDecoderBias: try fields.boolean("apply_b_dec_to_input") ?? true,
            normalisation: try normalisation(fields, folder: folder),
            flattensHeads: flattens, hookName: hookName,
            modelName: try metadata?.string("model_name") ?? fields.string("model_name"),
            notes: try notes(fields, metadata: metadata, flattens: flattens))
    }

    private static func architecture(_ fields: ConfigurationFields, featureCount: Int) throws -> SparseAutoencoder.Architecture {
        let name = try fields.string("architecture") ?? "standard"
        let activation = try fields.string("activation_fn") ?? fields.string("activation_fn_str") ?? "relu"
        switch (name, activation) {
        case ("topk", _), ("standard", "topk"):
            let old = try fields.section("activation_fn_kwargs")
            let k = try fields.integer("k") ?? old?.integer("k")
            guard let k else { throw fields.complaint("k", expected: "the number of features that topk keeps", found: "no k") }
            guard k > 0, k <= featureCount else {
                throw fields.complaint("k", expected: "a number of features between 1 and d_sae = \(featureCount)", found: "\(k)")
            }
            return .topK(k, rescaledByDecoderNorm: try fields.boolean("rescale_acts_by_decoder_norm") ?? false)
        case ("standard", "relu"): return .standard
        case ("jumprelu", _): return .jumpReLU
        case ("standard", _): throw fields.complaint("activation_fn", expected: "relu or topk", found: "\"\(activation.shortened)\"")
        case ("batchtopk", _), ("matryoshka_batchtopk", _):
            throw Complaint(
                fields.subject("architecture"), expected: "an architecture for inference (topk, standard or jumprelu)",
                found: "\"\(name)\", which SAELens uses in training only", remedy: "save it for inference with SAELens (save_inference_model), which makes it jumprelu")
        default: throw fields.complaint("architecture", expected: "topk, standard or jumprelu", found: "\"\(name.shortened)\"")
        }
    }

    private static func normalisation(_ fields: ConfigurationFields, folder: URL) throws -> InputNormalisation {
        if let scaled = fields.values["normalize_activations"]?.bool {
            return scaled ? .expectedAverage(scale: try scale(fields, folder: folder)) : .none
        }
        switch try fields.string("normalize_activations") ?? "none" {
        case "none": return .none
        case "constant_norm_rescale": return .constantNorm
        case "layer_norm": return .layerNorm
        case "expected_average_only_in": return .expectedAverage(scale: try scale(fields, folder: folder))
        case let other:
            throw fields.complaint(
                "normalize_activations", expected: "none, layer_norm, constant_norm_rescale or expected_average_only_in", found: "\"\(other.shortened)\"")
        }
    }

    /// The factor of `expected_average_only_in`, which SAELens keeps beside the configuration.
    private static func scale(_ fields: ConfigurationFields, folder: URL) throws -> Float {
        let file = folder.appending(path: "activation_scaler.json")
        let expected = "the factor √d_in / mean‖x‖ that expected_average_only_in scales the input by"
        let remedy = "write {\"scaling_factor\": FACTOR} to activation_scaler.json beside cfg.json, or fold it into the weights with SAELens"
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw Complaint(fields.subject("normalize_activations"), expected: expected, found: "no activation_scaler.json", remedy: remedy)
        }
        let scaler = try ConfigurationFields(file: file)
        guard let factor = try scaler.number("scaling_factor"), Float(factor).isNormal, factor > 0 else {
            throw Complaint(scaler.subject("scaling_factor"), expected: expected, found: ConfigurationFields.words(scaler.values["scaling_factor"]), remedy: remedy)
        }
        return Float(factor)
    }

    private static func notes(_ fields: ConfigurationFields, metadata: ConfigurationFields?, flattens: Bool) throws -> [String] {
        var notes: [String] = []
        if flattens { notes.append("takes the heads' outputs (hook_z) flattened to one row") }
        let loading = metadata?.values["model_from_pretrained_kwargs"] ?? fields.values["model_from_pretrained_kwargs"]
        if let arguments = loading?.object, !arguments.isEmpty {
            notes.append(
                "was trained on a model loaded with \(arguments.keys.sorted().listed()): activations of the plain model may not be what it expects")
        }
        if let head = (metadata?.values["hook_head_index"] ?? fields.values["hook_head_index"])?.integer {
            notes.append("was trained on head \(head) of the site alone")
        }
        if let type = try fields.string("dtype")?.split(separator: ".").last, type != "float32" {
            notes.append("asks for arithmetic in \(type): Parallax computes in float32, near ties may be decided otherwise")
        }
        return notes
    }
}
