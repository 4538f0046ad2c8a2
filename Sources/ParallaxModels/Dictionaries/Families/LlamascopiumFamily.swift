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
        guard kind == "sae" else { throw fields.complaint("sae_type", expected: "sae", found: "\"\(kind.shortened)\", which is not computed") }
        if try fields.boolean("use_glu_encoder") ?? false { throw fields.complaint("use_glu_encoder", expected: "false: gated linear encoders are not computed", found: "true") }
        let tensors = DictionaryTensors(file: place.file)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_E", .inputsByOutputs), encoderBias: "b_E", decoder: .init("W_D", .inputsByOutputs), decoderBias: "b_D")
        switch try fields.string("act_fn") ?? "relu" {
        case "relu": checkpoint.configuration.rule = .relu
        case "jumprelu":
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.thresholds = .logarithms("activation_function.log_jumprelu_threshold")
        case "topk": checkpoint.configuration.rule = .topK(try fields.limit("top_k", upTo: checkpoint.configuration.featureCount))
        case let other: throw fields.complaint("act_fn", expected: "relu, jumprelu or topk", found: "\"\(other.shortened)\", which is not computed")
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
        _ fields: ConfigurationFields, _ tensors: DictionaryTensors, input: String?, output: String?, _ configuration: DictionaryConfiguration
    ) throws -> InputNormalisation {
        func factor(_ hook: String?, width: Int) throws -> Float {
            let norms = tensors.file.names.filter { $0.hasPrefix("dataset_average_activation_norm.") }
            // Of a dictionary that does not name its hook there is one all the same.
            let name = hook.map { "dataset_average_activation_norm.\($0)" } ?? (norms.count == 1 ? norms[0] : "dataset_average_activation_norm.")
            let norm = try tensors.scalar(name)
            let factor = Float(Double(width).squareRoot() / norm)
            guard factor.isNormal, factor > 0 else {
                throw Complaint(tensors.file.path, expected: "a norm above 0 in \(name.shortened)", found: "\(norm)", remedy: "fetch the checkpoint again")
            }
            return factor
        }
        switch try fields.string("norm_activation") ?? "inference" {
        case "inference": return .none
        case "token-wise":
            guard input == output else { throw fields.complaint("norm_activation", expected: "dataset-wise or inference in a transcoder", found: "\"token-wise\"") }
            return .constantNorm
        case "dataset-wise": return .scaled(by: try factor(input, width: configuration.inputSize), output: try factor(output, width: configuration.outputSize))
        case let other: throw fields.complaint("norm_activation", expected: "token-wise, dataset-wise or inference", found: "\"\(other.shortened)\", which is not computed")
        }
    }
}
