import Foundation

/// OpenAI's sparse_autoencoder for GPT-2 small: a .pt with pre_bias and latent_bias.
///
/// f = act(W_enc (x − pre_bias) + latent_bias); y = W_dec f + pre_bias. With TopK the input is layer-normalised first, and that is undone.
struct OpenAIFamily: DictionaryFamily {
    let name = "OpenAI"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        place.has("pre_bias", "latent_bias", "encoder.weight") ? "the weights are called pre_bias and latent_bias" : nil
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        let tensors = DictionaryTensors(file: place.file)
        // Tied: the decoder is the encoder, [n, d], read the other way.
        let decoder: DictionaryCheckpoint.Matrix =
            tensors.has("decoder.weight") ? .init("decoder.weight", .outputsByInputs) : .init("encoder.weight", .inputsByOutputs)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("encoder.weight", .outputsByInputs), encoderBias: "latent_bias", decoder: decoder,
            decoderBias: "pre_bias")
        checkpoint.configuration.subtractsDecoderBias = true
        let activation = place.value("activation")?.string
        switch activation {
        case "ReLU": checkpoint.configuration.rule = .relu
        case "TopK":
            let features = checkpoint.configuration.featureCount
            guard let k = place.value("activation_state_dict.k")?.integer, (1...features).contains(k) else {
                throw Complaint(
                    place.file.path, expected: "the number of features that TopK keeps in activation_state_dict.k",
                    found: place.value("activation_state_dict.k")?.quoted ?? "none",
                    remedy: "use the file as OpenAI published it")
            }
            if let after = place.value("activation_state_dict.postact_fn")?.string, after != "ReLU" {
                throw Complaint(
                    place.file.path, expected: "ReLU after TopK", found: "\"\(after.shortened)\"", remedy: "use a dictionary with ReLU")
            }
            checkpoint.configuration.rule = .topK(k)
            checkpoint.configuration.normalisation = .layerNorm
        default:
            throw Complaint(
                place.file.path, expected: "an activation ReLU or TopK", found: activation.map { "\"\($0.shortened)\"" } ?? "none",
                remedy: "use the file as OpenAI published it")
        }
        checkpoint.idle = Set(place.file.names.filter { $0.hasPrefix("stats_") })
        checkpoint.configuration.hookName = hookName(place)
        return checkpoint
    }

    /// `gpt2-small/resid_post_mlp/v5_32k/autoencoders/8.pt`
    private func hookName(_ place: DictionaryPlace) -> String? {
        guard let block = Int(foreign: URL(filePath: place.file.path).deletingPathExtension().lastPathComponent),
            (0..<100_000).contains(block)
        else { return nil }
        return switch place.word(["resid_post_mlp", "resid_post_attn", "resid_delta_mlp", "resid_delta_attn", "mlp_post_act"]) {
        case "resid_post_mlp": Site.residual(block + 1).hookName
        case "resid_delta_mlp": Site.mlpOut(block: block).hookName
        case "resid_delta_attn": Site.attentionOut(block: block).hookName
        case "resid_post_attn": "blocks.\(block).hook_resid_mid"
        case "mlp_post_act": "blocks.\(block).mlp.hook_post"
        default: nil
        }
    }
}
