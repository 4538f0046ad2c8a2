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
            DictionaryTensors(file: place.file), encoder: .init("W_enc", .outputsByInputs), encoderBias: "b_enc", decoder: .init("W_dec", .outputsByInputs), decoderBias: "b_dec")
        guard let k = place.number(after: "L0_"), (1...checkpoint.configuration.featureCount).contains(k) else {
            throw Complaint(
                place.file.path, expected: "the number of active features in the path, as in SAE-Res-Qwen3-8B-Base-W64K-L0_50", found: place.pathParts.suffix(3).joined(separator: "/"),
                remedy: "keep the file in a folder with the repository's name")
        }
        checkpoint.configuration.rule = .topK(k)
        checkpoint.configuration.hookName = place.number(after: "layer").map { Site.residual($0 + 1).hookName }
        return checkpoint
    }
}
