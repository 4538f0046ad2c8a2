import Foundation

/// Google's Gemma Scope 1 (`params.npz`, everything else in the path) and Gemma Scope 2 (`params.safetensors` and `config.json`).
///
/// Jumprelu; b_dec is not subtracted from the input, nothing is normalised. Transcoders of the second may add x A (`affine_skip_connection`).
struct GemmaScopeFamily: DictionaryFamily {
    enum Generation { case first, second }

    private let generation: Generation
    let verifiedAgainst: String? = nil

    init(_ generation: Generation) { self.generation = generation }

    var name: String { generation == .first ? "Gemma Scope 1" : "Gemma Scope 2" }

    func evidence(_ place: DictionaryPlace) throws -> String? {
        let spelling = place.has("w_enc") ? "w" : "W"
        guard place.has("\(spelling)_enc", "\(spelling)_dec", "b_enc", "b_dec", "threshold") else { return nil }
        switch generation {
        case .first: return place.isNumpy ? "an npz file holds \(spelling)_enc, \(spelling)_dec and threshold" : nil
        case .second: return spelling == "w" ? "the weights are called w_enc and w_dec, and there is a threshold" : nil
        }
    }

    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        let tensors = DictionaryTensors(file: place.file), spelling = place.has("w_enc") ? "w" : "W"
        let decoder = "\(spelling)_dec"
        guard try tensors.outline(decoder).shape.count == 2 else {
            throw tensors.misshapen(decoder, try tensors.outline(decoder).shape, "two extents (a cross-layer transcoder, which has three, is not computed)")
        }
        var checkpoint = try DictionaryCheckpoint(
            tensors, encoder: .init("\(spelling)_enc", .inputsByOutputs), encoderBias: "b_enc", decoder: .init(decoder, .inputsByOutputs), decoderBias: "b_dec")
        checkpoint.thresholds = .perFeature("threshold")
        checkpoint.configuration.rule = .jumpReLU
        switch generation {
        case .first: describeByPath(place, &checkpoint.configuration)
        case .second: try describe(place, &checkpoint)
        }
        return checkpoint
    }

    /// `gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71/params.npz`
    private func describeByPath(_ place: DictionaryPlace, _ configuration: inout DictionaryConfiguration) {
        configuration.statedL0 = place.number(after: "average_l0_").map(Double.init)
        if place.pathParts.contains("embedding") {
            // Trained on embeddings before Gemma's factor √d; site 0 has it.
            let factor = 1 / Float(configuration.inputSize).squareRoot()
            configuration.normalisation = .scaled(by: factor, output: factor)
            configuration.hookName = Site.residual(0).hookName
            return
        }
        guard let block = place.number(after: "layer_") else { return }
        switch place.word(["-res", "-mlp", "-att", "-transcoders"]) {
        case "-res": configuration.hookName = Site.residual(block + 1).hookName
        case "-mlp": configuration.hookName = Site.mlpOut(block: block).hookName
        case "-att":
            configuration.hookName = Site.hookZ(block: block).hookName
            configuration.flattensHeads = true
        case "-transcoders":
            configuration.hookName = Site.mlpNormalized(block: block).hookName
            configuration.targetHookName = Site.mlpOut(block: block).hookName
            configuration.isTranscoder = true
        default: break
        }
    }

    private func describe(_ place: DictionaryPlace, _ checkpoint: inout DictionaryCheckpoint) throws {
        if checkpoint.tensors.has("affine_skip_connection") {
            checkpoint.skip = .init("affine_skip_connection", .inputsByOutputs)
            checkpoint.configuration.notes.append("its skip connection is applied as x·A (circuit-tracer's reading; SAELens transposes it)")
        }
        guard let fields = try place.settings("config.json") else { return }
        if let architecture = try fields.string("architecture"), !["jump_relu", "jumprelu"].contains(architecture) {
            throw fields.complaint("architecture", expected: "jump_relu", found: "\"\(architecture.shortened)\"")
        }
        let input = try fields.string("hf_hook_point_in"), output = try fields.string("hf_hook_point_out")
        checkpoint.configuration.modelName = try fields.string("model_name")
        checkpoint.configuration.hookName = input.map { ModuleSite.hookName($0, hasOuterNorms: true) ?? $0 }
        if let output, output != input {
            checkpoint.configuration.targetHookName = ModuleSite.hookName(output, hasOuterNorms: true) ?? output
            checkpoint.configuration.isTranscoder = true
        }
        checkpoint.configuration.flattensHeads = checkpoint.configuration.hookName?.hasSuffix("hook_z") ?? false
    }
}
