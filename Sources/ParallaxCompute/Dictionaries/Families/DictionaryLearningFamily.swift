/// saprmarks' dictionary_learning: `ae.pt` and `config.json`, whose trainer names the class.
struct DictionaryLearningFamily: DictionaryFamily {
    let name = "dictionary_learning"
    let verifiedAgainst: String? = "dictionary-learning 0.1.0"

    func evidence(_ place: DictionaryPlace) throws -> String? {
        guard place.isPyTorch, let fields = try place.settings("config.json"), let kind = try fields.section("trainer")?.string("dict_class") else { return nil }
        return "config.json has a trainer of dict_class \(kind.shortened)"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let trainer = try place.settings("config.json")?.section("trainer"), let kind = try trainer.string("dict_class") else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file)
        let isMatrices = ["MatryoshkaBatchTopKSAE", "JumpReluAutoEncoder"].contains(kind)
        let decoderBias = ["AutoEncoder": "bias", "AutoEncoderNew": "decoder.bias", "GatedAutoEncoder": "decoder_bias"][kind] ?? "b_dec"
        let isGated = kind == "GatedAutoEncoder"
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: isMatrices ? .init("W_enc", .inputsByOutputs) : .init("encoder.weight", .outputsByInputs),
            encoderBias: isGated ? nil : isMatrices ? "b_enc" : "encoder.bias",
            gate: isGated ? .init(bias: "gate_bias", magnitudeBias: "mag_bias", logarithmOfScale: "r_mag") : nil,
            decoder: isMatrices ? .init("W_dec", .inputsByOutputs) : .init("decoder.weight", .outputsByInputs), decoderBias: decoderBias)
        checkpoint.configuration.subtractsDecoderBias = !["AutoEncoderNew", "JumpReluAutoEncoder"].contains(kind)
        switch kind {
        case "AutoEncoder", "AutoEncoderNew":
            // The library rescales the decoder's columns to length 1 when it loads one, and reports features times their norms.
            checkpoint.configuration.rule = .relu
            checkpoint.configuration.decoderNorms = .activation
        case "GatedAutoEncoder": checkpoint.configuration.rule = .gated
        case "AutoEncoderTopK": checkpoint.configuration.rule = .topK(try k(tensors, trainer, checkpoint.configuration.featureCount))
        case "BatchTopKSAE", "MatryoshkaBatchTopKSAE":
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.configuration.statedL0 = try trainer.integer("k").map(Double.init)
            checkpoint.thresholds = .one(try threshold(tensors))
        case "JumpReluAutoEncoder":
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.thresholds = .perFeature("threshold")
        default:
            throw trainer.complaint(
                "dict_class",
                expected: "AutoEncoder, AutoEncoderNew, GatedAutoEncoder, AutoEncoderTopK, BatchTopKSAE, MatryoshkaBatchTopKSAE or JumpReluAutoEncoder", found: "\"\(kind.shortened)\"")
        }
        checkpoint.configuration.modelName = try trainer.string("lm_name")
        checkpoint.configuration.hookName = try site(trainer)
        return checkpoint
    }

    private func k(_ tensors: DictionaryTensors, _ trainer: ConfigurationFields, _ featureCount: Int) throws -> Int {
        guard tensors.has("k") else { return try trainer.limit("k", upTo: featureCount) }
        let k = try tensors.scalar("k")
        guard k >= 1, k <= Double(featureCount) else {
            throw Complaint(tensors.file.path, expected: "k between 1 and \(featureCount)", found: "\(k)", remedy: "fetch the checkpoint again")
        }
        return Int(clamping: k)
    }

    /// The one threshold of a batch topk dictionary, learnt in training.
    private func threshold(_ tensors: DictionaryTensors) throws -> Float {
        let threshold = try tensors.scalar("threshold")
        guard threshold >= 0, threshold.isFinite else {
            throw Complaint(tensors.file.path, expected: "a threshold of 0 or more", found: "\(threshold), as before training has set it", remedy: "use a later checkpoint")
        }
        return Float(threshold)
    }

    /// "resid_post_layer_3" and the layer; nil where it says something else.
    private func site(_ trainer: ConfigurationFields) throws -> String? {
        guard let block = try trainer.integer("layer"), (0..<100_000).contains(block), let module = try trainer.string("submodule_name") else { return nil }
        if module.hasPrefix("resid_post") { return Site.residual(block + 1).hookName }
        if module.hasPrefix("resid_pre") { return Site.residual(block).hookName }
        if module.hasPrefix("mlp_out") { return Site.mlpOut(block: block).hookName }
        if module.hasPrefix("attn_out") || module.hasPrefix("attention_out") { return Site.attentionOut(block: block).hookName }
        return nil
    }
}
