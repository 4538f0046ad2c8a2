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
        guard place.has("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias"), let fields = try settings(place), fields.values["hook_point_in"] != nil else { return nil }
        return "the settings have hook_point_in, the weights are called encoder and decoder"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try settings(place) else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("encoder.weight", .outputsByInputs), encoderBias: "encoder.bias", decoder: .init("decoder.weight", .outputsByInputs), decoderBias: "decoder.bias")
        let configuration = checkpoint.configuration
        if let width = try fields.integer("d_model"), width != configuration.inputSize {
            throw fields.complaint("d_model", expected: "\(configuration.inputSize), the encoder's width", found: "\(width)")
        }
        let kind = try fields.string("norm_activation") ?? "dataset-wise"
        guard kind == "dataset-wise" else { throw fields.complaint("norm_activation", expected: "dataset-wise", found: "\"\(kind.shortened)\", which is not computed") }
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
                "its threshold \(threshold) is taken in the activations' own units, as SAELens takes it: check the number of active features")
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
