import Foundation

/// Two linear layers in a .pt and nothing beside them, as the dictionary of DeepSeek-R1-Distill-Llama-8B: relu, b_dec not subtracted.
struct LinearLayersFamily: DictionaryFamily {
    let name = "two linear layers (.pt)"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        place.isPyTorch && place.has("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias")
            ? "the weights are called encoder and decoder, with a bias each, without a configuration" : nil
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        try Self.checkpoint(place, encoder: "encoder", decoder: "decoder")
    }

    /// - Parameters: names of the layers.
    static func checkpoint(_ place: DictionaryPlace, encoder: String, decoder: String) throws -> DictionaryCheckpoint {
        var checkpoint = try DictionaryCheckpoint(
            DictionaryTensors(file: place.file), encoder: .init("\(encoder).weight", .outputsByInputs), encoderBias: "\(encoder).bias",
            decoder: .init("\(decoder).weight", .outputsByInputs), decoderBias: "\(decoder).bias")
        // The published ones read the output of the block that their names give: "…-l19".
        checkpoint.configuration.hookName = place.number(after: "-l").map { Site.residual($0 + 1).hookName }
        return checkpoint
    }
}

/// Goodfire's dictionaries of Llama 3.1 8B and 3.3 70B: the same in other names.
struct GoodfireFamily: DictionaryFamily {
    let name = "Goodfire"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        place.has("encoder_linear.weight", "decoder_linear.weight") ? "the weights are called encoder_linear and decoder_linear" : nil
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        try LinearLayersFamily.checkpoint(place, encoder: "encoder_linear", decoder: "decoder_linear")
    }
}

/// The attention-output dictionaries of Kissane and others (2024): `NAME.pt` and `NAME_cfg.json` with act_name and dict_size.
///
/// f = relu((x − b_dec) W_enc + b_enc), y = f W_dec + b_dec, on hook_z with the heads flattened.
struct AttentionOutputFamily: DictionaryFamily {
    let name = "attention-output SAE (act_name)"
    let verifiedAgainst: String? = nil

    private func settings(_ place: DictionaryPlace) throws -> ConfigurationFields? {
        try place.settings(URL(filePath: place.file.path).deletingPathExtension().lastPathComponent + "_cfg.json")
    }

    func evidence(_ place: DictionaryPlace) throws -> String? {
        guard place.isPyTorch, place.has("W_enc", "W_dec", "b_enc", "b_dec"), let fields = try settings(place),
            fields.values["act_name"] != nil
        else { return nil }
        return "the settings beside it have act_name"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try settings(place) else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file)
        if let width = try fields.integer("act_size") { try tensors.check("b_dec", length: width, stated: "act_size") }
        if let features = try fields.integer("dict_size") { try tensors.check("b_enc", length: features, stated: "dict_size") }
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_enc", .inputsByOutputs), encoderBias: "b_enc", decoder: .init("W_dec", .inputsByOutputs),
            decoderBias: "b_dec")
        checkpoint.configuration.subtractsDecoderBias = true
        checkpoint.configuration.hookName = try fields.string("act_name")
        checkpoint.configuration.flattensHeads = checkpoint.configuration.hookName?.hasSuffix("hook_z") ?? false
        return checkpoint
    }
}
