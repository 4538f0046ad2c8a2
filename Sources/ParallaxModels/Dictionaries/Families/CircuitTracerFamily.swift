import Foundation
import Yams

/// circuit-tracer's transcoders: `layer_{i}.safetensors`, and a `config.yaml` for the whole set.
///
/// f = act(W_enc x + b_enc) with W_enc [features, d]; y = f W_dec + b_dec, plus W_skip x.
struct CircuitTracerFamily: DictionaryFamily {
    let name = "circuit-tracer"
    let verifiedAgainst: String? = nil

    func evidence(_ place: DictionaryPlace) -> String? {
        if isCrossLayer(place) { return "the weights are numbered by layer (W_enc_0 or W_dec_0)" }
        guard !place.isPyTorch, !place.isNumpy, place.has("W_enc", "W_dec", "b_enc", "b_dec") else { return nil }
        return settings(place) != nil
            ? "config.yaml has feature_input_hook"
            : place.has("activation_function.threshold") ? "there is an activation_function.threshold" : nil
    }

    private func isCrossLayer(_ place: DictionaryPlace) -> Bool {
        place.file.names.contains { $0.hasPrefix("W_enc_") || $0.hasPrefix("W_dec_") }
    }

    private func settings(_ place: DictionaryPlace) -> Node.Mapping? {
        guard let mapping = place.mapping("config.yaml"), mapping["feature_input_hook"] != nil else { return nil }
        return mapping
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard !isCrossLayer(place) else {
            throw Complaint(
                place.file.path, expected: "a transcoder of one layer", found: "a cross-layer transcoder, which is not computed",
                remedy: "use a set of per-layer transcoders")
        }
        let tensors = DictionaryTensors(file: place.file), settings = settings(place)
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("W_enc", .outputsByInputs), encoderBias: "b_enc", decoder: .init("W_dec", .inputsByOutputs),
            decoderBias: "b_dec")
        if tensors.has("activation_function.threshold") {
            checkpoint.configuration.rule = .jumpReLU
            checkpoint.thresholds = .perFeature("activation_function.threshold")
        } else if let activation = settings?["activation"]?.string, activation != "relu" {
            guard activation == "topk", let k = settings?["k"]?.int, (1...checkpoint.configuration.featureCount).contains(k) else {
                throw Complaint(
                    place.folder.appending(path: "config.yaml").path, expected: "an activation relu, or topk with a k",
                    found: "\"\(activation.shortened)\"", remedy: "use another set")
            }
            checkpoint.configuration.rule = .topK(k)
        }
        if tensors.has("W_skip") { checkpoint.skip = .init("W_skip", .outputsByInputs) }
        checkpoint.configuration.isTranscoder = true
        let block = place.number(after: "layer_") ?? place.number(after: "layer")
        checkpoint.configuration.hookName = hookName(settings?["feature_input_hook"]?.string, block)
        checkpoint.configuration.targetHookName = hookName(settings?["feature_output_hook"]?.string ?? "mlp.hook_out", block)
        return checkpoint
    }

    /// "mlp.hook_in" of a block as `Site` spells it.
    private func hookName(_ hook: String?, _ block: Int?) -> String? {
        guard let block, (0..<100_000).contains(block) else { return hook }
        return switch hook {
        case "mlp.hook_in", nil: Site.mlpIn(block: block).hookName
        case "mlp.hook_out", "hook_mlp_out": Site.mlpOut(block: block).hookName
        case let hook?: "blocks.\(block).\(hook)"
        }
    }
}
