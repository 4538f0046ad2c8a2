import Foundation

/// Google's Gemma Scope 1 (`params.npz`, everything else in the path) and Gemma Scope 2 (`params.safetensors` and `config.json`).
///
/// Jumprelu; b_dec is not subtracted from the input, nothing is normalised. Transcoders of the second may add x A (`affine_skip_connection`).
struct GemmaScopeFamily: DictionaryFamily {
    enum Generation { case first, second }

    private let generation: Generation
    let verifiedAgainst: String? = nil

    init(_ generation: Generation) { self.generation = generation }

    var name: String { generation == .first ? "Gemma Scope 1" : "Gemma Scope 2" }

    func evidence(_ place: DictionaryPlace) throws -> String? {
        let spelling = place.has("w_enc") ? "w" : "W"
        guard place.has("\(spelling)_enc", "\(spelling)_dec", "b_enc", "b_dec", "threshold") else { return nil }
        switch generation {
        case .first: return place.isNumpy ? "an npz file holds \(spelling)_enc, \(spelling)_dec and threshold" : nil
        case .second: return spelling == "w" ? "the weights are called w_enc and w_dec, and there is a threshold" : nil
        }
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        let tensors = DictionaryTensors(file: place.file), spelling = place.has("w_enc") ? "w" : "W"
        let decoder = "\(spelling)_dec"
        guard try tensors.outline(decoder).shape.count == 2 else {
            throw tensors.misshapen(
                decoder, try tensors.outline(decoder).shape, "two extents (a cross-layer transcoder, which has three, is not computed)")
        }
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("\(spelling)_enc", .inputsByOutputs), encoderBias: "b_enc", decoder: .init(decoder, .inputsByOutputs),
            decoderBias: "b_dec")
        checkpoint.thresholds = .perFeature("threshold")
        checkpoint.configuration.rule = .jumpReLU
        switch generation {
        case .first: describeByPath(place, &checkpoint.configuration)
        case .second: try describe(place, &checkpoint)
        }
        return checkpoint
    }

    /// `gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71/params.npz`
    private func describeByPath(_ place: DictionaryPlace, _ configuration: inout DictionaryConfiguration) {
        configuration.statedL0 = place.number(after: "average_l0_").map(Double.init)
        if place.pathParts.contains("embedding") {
            // Trained on embeddings before Gemma's factor √d; site 0 has it.
            let factor = 1 / Float(configuration.inputSize).squareRoot()
            configuration.normalisation = .scaled(by: factor, output: factor)
            configuration.hookName = Site.residual(0).hookName
            return
        }
        guard let block = place.number(after: "layer_") else { return }
        switch place.word(["-res", "-mlp", "-att", "-transcoders"]) {
        case "-res": configuration.hookName = Site.residual(block + 1).hookName
        case "-mlp": configuration.hookName = Site.mlpOut(block: block).hookName
        case "-att":
            configuration.hookName = Site.hookZ(block: block).hookName
            configuration.flattensHeads = true
        case "-transcoders":
            configuration.hookName = Site.mlpNormalized(block: block).hookName
            configuration.targetHookName = Site.mlpOut(block: block).hookName
            configuration.isTranscoder = true
        default: break
        }
    }

    private func describe(_ place: DictionaryPlace, _ checkpoint: inout DictionaryCheckpoint) throws {
        if checkpoint.tensors.has("affine_skip_connection") {
            checkpoint.skip = .init("affine_skip_connection", .inputsByOutputs)
            checkpoint.configuration.notes.append("its skip connection is applied as x·A (circuit-tracer's reading; SAELens transposes it)")
        }
        guard let fields = try place.settings("config.json") else { return }
        if let architecture = try fields.string("architecture"), !["jump_relu", "jumprelu"].contains(architecture) {
            throw fields.complaint("architecture", expected: "jump_relu", found: "\"\(architecture.shortened)\"")
        }
        let input = try fields.string("hf_hook_point_in"), output = try fields.string("hf_hook_point_out")
        checkpoint.configuration.modelName = try fields.string("model_name")
        checkpoint.configuration.hookName = input.map { ModuleSite.hookName($0, hasOuterNorms: true) ?? $0 }
        if let output, output != input {
            checkpoint.configuration.targetHookName = ModuleSite.hookName(output, hasOuterNorms: true) ?? output
            checkpoint.configuration.isTranscoder = true
        }
        checkpoint.configuration.flattensHeads = checkpoint.configuration.hookName?.hasSuffix("hook_z") ?? false
    }
}

/// Llama Scope (`hyperparams.json`, `checkpoints/final.safetensors`), and OpenMOSS's dictionaries of R1-distill models in the same tensors.
///
/// Trained on x·s with s = √d / the data set's average norm. Jumprelu: one threshold for all, or the exponentials of a tensor.
struct LlamaScopeFamily: DictionaryFamily {
    let name = "Llama Scope"
    let verifiedAgainst: String? = nil

    private func settings(_ place: DictionaryPlace) throws -> ConfigurationFields? {
        try place.settings("hyperparams.json") ?? (place.has("log_jumprelu_threshold") ? place.settings("config.json") : nil)
    }

    func evidence(_ place: DictionaryPlace) throws -> String? {
        guard place.has("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias"), let fields = try settings(place),
            fields.values["hook_point_in"] != nil
        else { return nil }
        return "the settings have hook_point_in, the weights are called encoder and decoder"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try settings(place) else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("encoder.weight", .outputsByInputs), encoderBias: "encoder.bias",
            decoder: .init("decoder.weight", .outputsByInputs), decoderBias: "decoder.bias")
        let configuration = checkpoint.configuration
        if let width = try fields.integer("d_model"), width != configuration.inputSize {
            throw fields.complaint("d_model", expected: "\(configuration.inputSize), the encoder's width", found: "\(width)")
        }
        let kind = try fields.string("norm_activation") ?? "dataset-wise"
        guard kind == "dataset-wise" else {
            throw fields.complaint("norm_activation", expected: "dataset-wise", found: "\"\(kind.shortened)\", which is not computed")
        }
        checkpoint.configuration.subtractsDecoderBias = try fields.boolean("apply_decoder_bias_to_pre_encoder") ?? false
        // In training a topk; afterwards the threshold keeps about as many.
        checkpoint.configuration.statedL0 = try fields.integer("top_k").map(Double.init)
        var factor = 1.0
        if let norms = try fields.section("dataset_average_activation_norm") {
            factor = Double(configuration.inputSize).squareRoot() / (try norms.positive("in"))
            let output = try norms.number("out") == nil ? factor : Double(configuration.outputSize).squareRoot() / norms.positive("out")
            checkpoint.configuration.normalisation = .scaled(by: Float(factor), output: Float(output))
        }
        checkpoint.configuration.rule = .jumpReLU
        if tensors.has("log_jumprelu_threshold") {
            checkpoint.thresholds = .logarithms("log_jumprelu_threshold")
        } else {
            let threshold = try fields.positive("jump_relu_threshold")
            checkpoint.thresholds = .one(Float(threshold * factor))
            checkpoint.configuration.notes.append(
                "its threshold \(threshold) is taken in the activations' own units, as SAELens takes it: check the number of active features"
            )
        }
        let input = try fields.string("hook_point_in"), output = try fields.string("hook_point_out")
        checkpoint.configuration.hookName = input
        if let output, output != input {
            checkpoint.configuration.targetHookName = output
            checkpoint.configuration.isTranscoder = true
        }
        return checkpoint
    }
}

/// OpenMOSS's llamascopium: `config.json` with an sae_type, `sae_weights.safetensors` with W_E and W_D.
///
/// p = x W_E + b_E (b_D is not subtracted); with sparsity_include_decoder_norm features are chosen by p‖W_D row‖.
struct LlamascopiumFamily: DictionaryFamily {
    let name = "llamascopium"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) throws -> String? {
        guard place.has("W_E", "W_D"), let fields = try place.settings("config.json"), fields.values["sae_type"] != nil else { return nil }
        return "config.json has sae_type, the weights are called W_E and W_D"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try place.settings("config.json") else { throw place.vanished() }
        let kind = try fields.string("sae_type") ?? ""
        guard kind == "sae" else {
            throw fields.complaint("sae_type", expected: "sae", found: "\"\(kind.shortened)\", which is not computed")
        }
        if try fields.boolean("use_glu_encoder") ?? false {
            throw fields.complaint("use_glu_encoder", expected: "false: gated linear encoders are not computed", found: "true")
        }
        let tensors = DictionaryTensors(file: place.file)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_E", .inputsByOutputs), encoderBias: "b_E", decoder: .init("W_D", .inputsByOutputs),
            decoderBias: "b_D")
        switch try fields.string("act_fn") ?? "relu" {
        case "relu": checkpoint.configuration.rule = .relu
        case "jumprelu":
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.thresholds = .logarithms("activation_function.log_jumprelu_threshold")
        case "topk": checkpoint.configuration.rule = .topK(try fields.limit("top_k", upTo: checkpoint.configuration.featureCount))
        case let other:
            throw fields.complaint("act_fn", expected: "relu, jumprelu or topk", found: "\"\(other.shortened)\", which is not computed")
        }
        if try fields.boolean("sparsity_include_decoder_norm") ?? true { checkpoint.configuration.decoderNorms = .selection }
        let input = try fields.string("hook_point_in"), output = try fields.string("hook_point_out") ?? input
        checkpoint.configuration.normalisation = try normalisation(fields, tensors, input: input, output: output, checkpoint.configuration)
        checkpoint.configuration.hookName = input
        if let output, output != input {
            checkpoint.configuration.targetHookName = output
            checkpoint.configuration.isTranscoder = true
        }
        return checkpoint
    }

    private func normalisation(
        _ fields: ConfigurationFields, _ tensors: DictionaryTensors, input: String?, output: String?,
        _ configuration: DictionaryConfiguration
    ) throws -> InputNormalisation {
        func factor(_ hook: String?, width: Int) throws -> Float {
            let norms = tensors.file.names.filter { $0.hasPrefix("dataset_average_activation_norm.") }
            // Of a dictionary that does not name its hook there is one all the same.
            let name =
                hook.map { "dataset_average_activation_norm.\($0)" } ?? (norms.count == 1 ? norms[0] : "dataset_average_activation_norm.")
            let norm = try tensors.scalar(name)
            let factor = Float(Double(width).squareRoot() / norm)
            guard factor.isNormal, factor > 0 else {
                throw Complaint(
                    tensors.file.path, expected: "a norm above 0 in \(name.shortened)", found: "\(norm)",
                    remedy: "fetch the checkpoint again")
            }
            return factor
        }
        switch try fields.string("norm_activation") ?? "inference" {
        case "inference": return .none
        case "token-wise":
            guard input == output else {
                throw fields.complaint("norm_activation", expected: "dataset-wise or inference in a transcoder", found: "\"token-wise\"")
            }
            return .constantNorm
        case "dataset-wise":
            return .scaled(
                by: try factor(input, width: configuration.inputSize), output: try factor(output, width: configuration.outputSize))
        case let other:
            throw fields.complaint(
                "norm_activation", expected: "token-wise, dataset-wise or inference", found: "\"\(other.shortened)\", which is not computed"
            )
        }
    }
}

/// Qwen-Scope: `SAE-Res-Qwen3-8B-Base-W64K-L0_50/layer20.sae.pt`, a dictionary of four tensors; everything else is in the path.
///
/// Topk with the k that the repository's name gives; resid_post; b_dec is not subtracted, nothing is normalised.
struct QwenScopeFamily: DictionaryFamily {
    let name = "Qwen-Scope"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        place.isPyTorch && place.has("W_enc", "W_dec", "b_enc", "b_dec") ? "a .pt file holds W_enc, W_dec, b_enc and b_dec" : nil
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        var checkpoint = try DictionaryCheckpoint(
            DictionaryTensors(file: place.file), encoder: .init("W_enc", .outputsByInputs), encoderBias: "b_enc",
            decoder: .init("W_dec", .outputsByInputs), decoderBias: "b_dec")
        guard let k = place.number(after: "L0_"), (1...checkpoint.configuration.featureCount).contains(k) else {
            throw Complaint(
                place.file.path, expected: "the number of active features in the path, as in SAE-Res-Qwen3-8B-Base-W64K-L0_50",
                found: place.pathParts.suffix(3).joined(separator: "/"),
                remedy: "keep the file in a folder with the repository's name")
        }
        checkpoint.configuration.rule = .topK(k)
        checkpoint.configuration.hookName = place.number(after: "layer").map { Site.residual($0 + 1).hookName }
        return checkpoint
    }
}
