import Foundation

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
        guard place.isPyTorch, place.has("W_enc", "W_dec", "b_enc", "b_dec"), let fields = try settings(place), fields.values["act_name"] != nil else { return nil }
        return "the settings beside it have act_name"
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let fields = try settings(place) else { throw place.vanished() }
        let tensors = DictionaryTensors(file: place.file)
        if let width = try fields.integer("act_size") { try tensors.check("b_dec", length: width, stated: "act_size") }
        if let features = try fields.integer("dict_size") { try tensors.check("b_enc", length: features, stated: "dict_size") }
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_enc", .inputsByOutputs), encoderBias: "b_enc", decoder: .init("W_dec", .inputsByOutputs), decoderBias: "b_dec")
        checkpoint.configuration.subtractsDecoderBias = true
        checkpoint.configuration.hookName = try fields.string("act_name")
        checkpoint.configuration.flattensHeads = checkpoint.configuration.hookName?.hasSuffix("hook_z") ?? false
        return checkpoint
    }
}
