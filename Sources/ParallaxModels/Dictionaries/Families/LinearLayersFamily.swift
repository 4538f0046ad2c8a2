/// Two linear layers in a .pt and nothing beside them, as the dictionary of DeepSeek-R1-Distill-Llama-8B: relu, b_dec not subtracted.
struct LinearLayersFamily: DictionaryFamily {
    let name = "two linear layers (.pt)"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        place.isPyTorch && place.has("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias") ? "the weights are called encoder and decoder, with a bias each, without a configuration" : nil
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint { try Self.checkpoint(place, encoder: "encoder", decoder: "decoder") }

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

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint { try LinearLayersFamily.checkpoint(place, encoder: "encoder_linear", decoder: "decoder_linear") }
}
