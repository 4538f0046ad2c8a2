/// EleutherAI's sparsify: a folder a hookpoint (`layers.10`) with `cfg.json` and `sae.safetensors`.
///
/// f: relu, then the k largest (or the largest of each of k groups); u = x − b_dec, for transcoders x; y = Σ f_i W_dec[i] + b_dec + W_skip x.
struct SparsifyFamily: DictionaryFamily {
    let name = "sparsify"
    let verifiedAgainst: String? = "eai-sparsify 1.3.3"

    func evidence(_ place: DictionaryPlace) throws -> String? {
        guard let fields = try place.settings("cfg.json"), fields.values["num_latents"] != nil || fields.values["expansion_factor"] != nil,
            place.has("encoder.weight", "b_dec")
        else {
            return nil
        }
        return "cfg.json has expansion_factor and num_latents, the weights are called encoder.weight and b_dec"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try place.settings("cfg.json") else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file, remedy: "fetch the checkpoint again, or correct d_in and num_latents in cfg.json")
        if try fields.boolean("signed") ?? false {
            throw fields.complaint("signed", expected: "false: features of both signs are not computed", found: "true")
        }
        let inputs = try fields.extent("d_in")
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("encoder.weight", .outputsByInputs), encoderBias: "encoder.bias",
            decoder: tensors.has("W_dec") ? .init("W_dec", .inputsByOutputs) : .init("decoder.weight", .outputsByInputs),
            decoderBias: "b_dec")
        let features = checkpoint.configuration.featureCount
        guard checkpoint.configuration.inputSize == inputs else {
            throw tensors.misshapen(
                "encoder.weight", try tensors.outline("encoder.weight").shape, "width \(inputs), as d_in in cfg.json says")
        }
        // 0 stands for d_in · expansion_factor.
        if let stated = try fields.integer("num_latents"), stated != 0 {
            try tensors.check("encoder.bias", length: stated, stated: "num_latents in cfg.json")
        }
        let k = try fields.limit("k", upTo: features)
        switch try fields.string("activation") ?? "topk" {
        case "topk": checkpoint.configuration.rule = .topK(k)
        case "groupmax":
            guard features % k == 0 else {
                throw fields.complaint("k", expected: "a number of groups that divides the \(features) features", found: "\(k)")
            }
            checkpoint.configuration.rule = .groupMax(groups: k)
        case let other: throw fields.complaint("activation", expected: "topk or groupmax", found: "\"\(other.shortened)\"")
        }
        let transcodes = try fields.boolean("transcode") ?? false
        checkpoint.configuration.isTranscoder = transcodes
        checkpoint.configuration.subtractsDecoderBias = !transcodes
        if try fields.boolean("skip_connection") ?? false { checkpoint.skip = .init("W_skip", .outputsByInputs) }
        let module = place.folder.standardizedFileURL.lastPathComponent
        // The folder may be called anything; called as a module that is no site here, it is named.
        checkpoint.configuration.hookName =
            ModuleSite.hookName(transcodes ? module + ".input" : module) ?? (Site.looksLikeName(module) ? module : nil)
        checkpoint.configuration.targetHookName = transcodes ? ModuleSite.hookName(module) : nil
        return checkpoint
    }
}
