import Foundation
@testable import ParallaxModels

/// Writes a dictionary of any family as SAELens would keep it, where SAELens has a form for it: the same function, other numbers in the file.
enum SAELensRewriting {
    /// - Returns: false where there is no such form (topk transcoders, one feature a group).
    static func write(_ dictionary: SparseAutoencoder, site: String, target: String?, to folder: URL) throws -> Bool {
        let configuration = dictionary.configuration, (inputs, features) = (dictionary.inputSize, dictionary.featureCount)
        var encoder = matrix(dictionary.encoder), encoderBias = dictionary.encoderBias,
            decoder = (0..<features).map { dictionary.decoder.row($0) }, decoderBias = dictionary.decoderBias
        var settings: [String: Any] = [
            "d_in": inputs, "d_out": dictionary.outputSize, "d_sae": features, "dtype": "float32",
            "apply_b_dec_to_input": configuration.subtractsDecoderBias, "reshape_activations": "none",
            "metadata": ["hook_name": site, "hook_name_out": target as Any? ?? NSNull(), "model_name": "tiny", "sae_lens_version": "6.54.0"]
        ]
        var thresholds = dictionary.thresholds
        // Chosen by p‖d‖ above a threshold is chosen by p above a lower one; activations that hold the norm are those of longer encoder rows.
        if configuration.decoderNorms != .none, let norms = dictionary.selectionNorms {
            switch configuration.rule {
            case .jumpReLU where configuration.decoderNorms == .selection: thresholds = zip(thresholds, norms).map { $0 / $1 }
            case .topK: settings["rescale_acts_by_decoder_norm"] = true
            case .relu where configuration.decoderNorms == .activation:
                for feature in 0..<features {
                    for input in 0..<inputs { encoder[input * features + feature] *= norms[feature] }
                    encoderBias[feature] *= norms[feature]
                    decoder[feature] = decoder[feature].map { $0 / norms[feature] }
                }
            case .relu: break
            default: return false
            }
        }
        switch configuration.normalisation {
        case .none: settings["normalize_activations"] = "none"
        case .constantNorm: settings["normalize_activations"] = "constant_norm_rescale"
        case .layerNorm: settings["normalize_activations"] = "layer_norm"
        case .scaled(let factor, let output):
            guard !configuration.subtractsDecoderBias else { return false }
            settings["normalize_activations"] = "none"
            encoder = encoder.map { $0 * factor }
            decoder = decoder.map { $0.map { $0 / output } }
            decoderBias = decoderBias.map { $0 / output }
        }
        var tensors: [(name: String, tensor: OutputTensor)] = [
            ("W_enc", .floats([inputs, features], encoder)), ("W_dec", .floats([features, dictionary.outputSize], decoder.flatMap { $0 })),
            ("b_dec", .floats([dictionary.outputSize], decoderBias))
        ]
        if !encoderBias.isEmpty { tensors.append(("b_enc", .floats([features], encoderBias))) }
        let kind = configuration.isTranscoder ? (dictionary.skip == nil ? "transcoder" : "skip_transcoder") : ""
        switch configuration.rule {
        case .relu: settings["architecture"] = kind.isEmpty ? "standard" : kind
        case .jumpReLU:
            settings["architecture"] = kind.isEmpty ? "jumprelu" : "jumprelu_" + kind
            tensors.append(("threshold", .floats([features], thresholds)))
        case .topK(let k):
            guard kind.isEmpty else { return false }
            settings["architecture"] = "topk"
            settings["k"] = k
        case .gated:
            guard kind.isEmpty, let gate = dictionary.gate else { return false }
            settings["architecture"] = "gated"
            tensors += [
                ("b_gate", .floats([features], gate.bias)), ("b_mag", .floats([features], gate.magnitudeBias)),
                ("r_mag", .floats([features], gate.magnitudeScale.map { log($0) }))
            ]
        case .groupMax: return false
        }
        // y += W_skip x, outputs by inputs.
        if let skip = dictionary.skip {
            tensors.append(("W_skip", .floats([dictionary.outputSize, inputs], transposed(matrix(skip), inputs, dictionary.outputSize))))
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try JSONSerialization.data(withJSONObject: settings, options: .sortedKeys).write(to: folder.appending(path: "cfg.json"))
        try SafetensorsWriter.write(tensors, metadata: [:], to: folder.appending(path: "sae_weights.safetensors"))
        return true
    }

    /// Inputs by outputs, row-major.
    private static func matrix(_ matrix: WeightMatrix) -> [Float] {
        let values = matrix.view.floats()
        return matrix.layout == .inputsByOutputs ? values : transposed(values, matrix.outputs, matrix.inputs)
    }

    private static func transposed(_ values: [Float], _ rows: Int, _ columns: Int) -> [Float] {
        (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
    }
}
