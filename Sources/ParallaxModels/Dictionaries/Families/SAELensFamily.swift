import Foundation

/// SAELens folders: `cfg.json` and `sae_weights.safetensors`.
///
/// Follows SAELens 6 (`SAEConfig` and its subclasses); the flat configurations that came before version 6 are read with the defaults that
/// SAELens gives them (`handle_pre_6_0_config`). Keys that do not change what is computed are ignored. batchtopk and matryoshka
/// dictionaries are saved as jumprelu.
package struct SAELensFamily: DictionaryFamily {
    static let name = "SAELens"
    package var name: String { Self.name }
    /// What it reads, in this order.
    static let settings = ["cfg.json", "activation_scaler.json"]
    package let verifiedAgainst: String? = "sae-lens 6.54.12"

    package static let architectures: Set<String> = [
        "standard", "gated", "topk", "jumprelu", "transcoder", "skip_transcoder", "jumprelu_transcoder", "jumprelu_skip_transcoder"
    ]

    package init() {}

    package func evidence(_ place: DictionaryPlace) throws -> String? {
        guard let fields = try place.settings("cfg.json") else { return nil }
        let keys = ["architecture", "d_in", "d_sae"].filter { fields.values[$0] != nil }
        return keys.isEmpty ? nil : "cfg.json has \(keys.joined(separator: ", "))"
    }

    package func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try place.settings("cfg.json") else { throw place.vanished() }
        let architecture = try architecture(fields)
        let (inputs, features) = (try fields.extent("d_in"), try fields.extent("d_sae"))
        let rule = try rule(architecture, fields, featureCount: features)
        let tensors = DictionaryTensors(
            file: place.file, remedy: "fetch the checkpoint again, or correct d_in and d_sae in cfg.json",
            missingRemedy: "use a SAELens checkpoint of this architecture")
        let isTranscoder = architecture.contains("transcoder")
        if rule != .gated { try tensors.check("b_enc", length: features, stated: "d_sae in cfg.json") }
        if !isTranscoder { try tensors.check("b_dec", length: inputs, stated: "d_in in cfg.json") }
        let shape = try tensors.outline("W_enc").shape
        guard [[inputs, features], [features, inputs]].contains(shape) else {
            throw tensors.misshapen("W_enc", shape, "shape [\(inputs), \(features)] (or its transpose), as d_in and d_sae in cfg.json say")
        }
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_enc", .inputsByOutputs), encoderBias: rule == .gated ? nil : "b_enc",
            gate: rule == .gated ? .init(bias: "b_gate", magnitudeBias: "b_mag", logarithmOfScale: "r_mag") : nil,
            decoder: .init("W_dec", .inputsByOutputs), decoderBias: "b_dec")
        if rule == .jumpReLU {
            checkpoint.thresholds =
                !tensors.has("threshold") && tensors.has("log_threshold") ? .logarithms("log_threshold") : .perFeature("threshold")
        }
        // y += x W_skipᵀ
        if architecture.contains("skip") { checkpoint.skip = .init("W_skip", .outputsByInputs) }
        try refuseFinetuningScale(tensors, featureCount: features)

        checkpoint.configuration.rule = rule
        if try fields.boolean("rescale_acts_by_decoder_norm") ?? false, case .topK = rule {
            checkpoint.configuration.decoderNorms = .activation
        }
        checkpoint.configuration.isTranscoder = isTranscoder
        checkpoint.configuration.undoesNormalisation = !isTranscoder
        checkpoint.configuration.subtractsDecoderBias = isTranscoder ? false : try fields.boolean("apply_b_dec_to_input") ?? true
        checkpoint.configuration.normalisation = try normalisation(fields, place)
        try describe(fields, &checkpoint.configuration)
        return checkpoint
    }

    private func architecture(_ fields: ConfigurationFields) throws -> String {
        let name = try fields.string("architecture") ?? "standard"
        if ["batchtopk", "matryoshka_batchtopk"].contains(name) {
            throw Complaint(
                fields.subject("architecture"), expected: "an architecture for inference (topk, standard or jumprelu)",
                found: "\"\(name)\", which SAELens uses in training only",
                remedy: "save it for inference with SAELens (save_inference_model), which makes it jumprelu")
        }
        guard Self.architectures.contains(name) else {
            throw fields.complaint(
                "architecture", expected: Self.architectures.sorted().joined(separator: ", "), found: "\"\(name.shortened)\"")
        }
        return name
    }

    private func rule(_ architecture: String, _ fields: ConfigurationFields, featureCount: Int) throws -> ActivationRule {
        let activation = try fields.string("activation_fn") ?? fields.string("activation_fn_str") ?? "relu"
        switch (architecture, activation) {
        case ("topk", _), ("standard", "topk"):
            let old = try fields.section("activation_fn_kwargs")
            return .topK(try fields.limit("k", old: old, upTo: featureCount))
        case ("gated", _): return .gated
        case (let name, _) where name.hasPrefix("jumprelu"): return .jumpReLU
        case (_, "relu"): return .relu
        default: throw fields.complaint("activation_fn", expected: "relu or topk", found: "\"\(activation.shortened)\"")
        }
    }

    private func normalisation(_ fields: ConfigurationFields, _ place: DictionaryPlace) throws -> InputNormalisation {
        if let scaled = fields.values["normalize_activations"]?.bool {
            guard scaled else { return .none }
            return try averageScale(fields, place)
        }
        switch try fields.string("normalize_activations") ?? "none" {
        case "none": return .none
        case "constant_norm_rescale": return .constantNorm
        case "layer_norm": return .layerNorm
        case "expected_average_only_in": return try averageScale(fields, place)
        case let other:
            throw fields.complaint(
                "normalize_activations", expected: "none, layer_norm, constant_norm_rescale or expected_average_only_in",
                found: "\"\(other.shortened)\"")
        }
    }

    /// The factor of `expected_average_only_in`, which SAELens keeps beside the configuration.
    private func averageScale(_ fields: ConfigurationFields, _ place: DictionaryPlace) throws -> InputNormalisation {
        let expected = "the factor √d_in / mean‖x‖ that expected_average_only_in scales the input by"
        let remedy =
            "write {\"scaling_factor\": FACTOR} to activation_scaler.json beside cfg.json, or fold it into the weights with SAELens"
        guard let scaler = try place.settings("activation_scaler.json") else {
            throw Complaint(fields.subject("normalize_activations"), expected: expected, found: "no activation_scaler.json", remedy: remedy)
        }
        guard let factor = try scaler.number("scaling_factor"), Float(factor).isNormal, factor > 0 else {
            throw Complaint(
                scaler.subject("scaling_factor"), expected: expected, found: ConfigurationFields.words(scaler.values["scaling_factor"]),
                remedy: remedy)
        }
        return .scaled(by: Float(factor), output: Float(factor))
    }

    /// Checkpoints from before SAELens 6 may hold a finetuning scale per feature: harmless where it is one, not computed otherwise.
    private func refuseFinetuningScale(_ tensors: DictionaryTensors, featureCount: Int) throws {
        guard tensors.has("scaling_factor") else { return }
        guard try tensors.vector("scaling_factor", count: featureCount).allSatisfy({ abs($0 - 1) <= 1e-5 }) else {
            throw Complaint(
                tensors.file.path, expected: "no finetuning scale (scaling_factor all 1)", found: "other scales",
                remedy: "convert the checkpoint with SAELens 6, folding the scale into W_dec")
        }
    }

    /// Configurations from before version 6 that do not say it mean true (`handle_pre_6_0_config`).
    package static func prependsBOS(_ fields: ConfigurationFields) throws -> Bool? {
        let metadata = try fields.section("metadata")
        if let told = try metadata?.boolean("prepend_bos") ?? fields.boolean("prepend_bos") { return told }
        let version = try metadata?.string("sae_lens_version") ?? fields.string("sae_lens_version")
        let major = version.flatMap { $0.split(separator: ".").first }.flatMap { Int(foreign: String($0)) }
        return metadata == nil && major ?? 0 < 6 ? true : nil
    }

    /// The hook as all versions write it: hook_name, before that hook_point, which may hold "{layer}" for hook_point_layer to fill in.
    /// - Returns: nil where none is named; what is odd about it, one sentence each.
    package static func hookName(_ fields: ConfigurationFields) throws -> (name: String?, notes: [String]) {
        let metadata = try fields.section("metadata")
        func first<T>(_ keys: [String], _ read: (ConfigurationFields, String) throws -> T?) rethrows -> T? {
            for key in keys {
                for fields in [metadata, fields].compactMap(\.self) { if let value = try read(fields, key) { return value } }
            }
            return nil
        }
        // It is needed for nothing but the name and a note: one that is no number, as some lists of layers, says nothing.
        let layer = first(["hook_layer", "hook_point_layer"]) { (try? $0.integer($1)) ?? nil }
        guard var name = try first(["hook_name", "hook_point"], { try $0.string($1) }) else {
            return (nil, layer.map { ["says that its layer is \($0), and not which of its sites"] } ?? [])
        }
        if let layer { name = name.replacing("{layer}", with: "\(layer)") }
        let written = name.split(separator: ".").lazy.compactMap { Int(foreign: $0) }.first
        guard let layer, let written, written != layer else { return (name, []) }
        return (name, ["says that its layer is \(layer), and names the hook \"\(name.shortened)\": the hook is used"])
    }

    /// Sites, the model and what a person should know.
    private func describe(_ fields: ConfigurationFields, _ configuration: inout DictionaryConfiguration) throws {
        let metadata = try fields.section("metadata")
        let (hookName, notes) = try Self.hookName(fields)
        configuration.hookName = hookName
        configuration.notes += notes
        configuration.targetHookName = try metadata?.string("hook_name_out") ?? fields.string("hook_name_out")
        configuration.modelName = try metadata?.string("model_name") ?? fields.string("model_name")
        configuration.prependsBOS = try Self.prependsBOS(fields)
        configuration.flattensHeads =
            try fields.string("reshape_activations").map { $0 == "hook_z" } ?? (hookName?.hasSuffix("hook_z") ?? false)
        if configuration.flattensHeads { configuration.notes.append("takes the heads' outputs (hook_z) flattened to one row") }
        let loading = metadata?.values["model_from_pretrained_kwargs"] ?? fields.values["model_from_pretrained_kwargs"]
        if let arguments = loading?.object, !arguments.isEmpty {
            configuration.notes.append(
                "was trained on a model loaded with \(arguments.keys.sorted().listed()): activations of the plain model may not be what it expects"
            )
        }
        if let head = (metadata?.values["hook_head_index"] ?? fields.values["hook_head_index"])?.integer {
            configuration.notes.append("was trained on head \(head) of the site alone")
        }
        if let type = try fields.string("dtype")?.split(separator: ".").last, type != "float32" {
            configuration.notes.append("asks for arithmetic in \(type): Parallax computes in float32, near ties may be decided otherwise")
        }
    }
}
