import Foundation
import ParallaxCompute

/// Checkpoints of width 8, or another, with random weights, the same in every run: a model, a dictionary, and what an NLA pair adds to two models.
public enum TinyCheckpoint {
    static let width = 8
    private static let heads = 2, inner = 12, dictionarySize = 16

    private struct Weights {
        var random: SeededGenerator
        var tensors: [(name: String, tensor: OutputTensor)] = []

        /// About 0, with a spread of 1 over the square root of what is summed.
        mutating func add(_ name: String, _ shape: [Int], scale: Float? = nil) {
            let spread = scale ?? 1 / Float(shape.last ?? 1).squareRoot()
            tensors.append(
                (name, .floats(shape, (0..<shape.reduce(1, *)).map { _ in Float.random(in: -spread...spread, using: &random) * 1.7 })))
        }

        mutating func addOnes(_ name: String, _ shape: [Int]) {
            tensors.append((name, .floats(shape, [Float](repeating: 1, count: shape.reduce(1, *)))))
        }
    }

    /// A model of llama's shape.
    public static func model(_ folder: URL, blocks: Int, seed: UInt64, chatTemplate: String = TinyWorld.chatTemplate, width: Int = 8) throws
    {
        let headSize = width / heads
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration: [String: Any] = [
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": false, "mlp_bias": false, "bos_token_id": 0,
            "eos_token_id": 2, "hidden_act": "silu",
            "head_dim": headSize, "num_attention_heads": heads, "num_key_value_heads": heads, "hidden_size": width,
            "intermediate_size": inner, "num_hidden_layers": blocks,
            "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": false,
            "vocab_size": TinyTokenizer.vocabularySize, "torch_dtype": "float32"
        ]
        try JSONSerialization.data(withJSONObject: configuration, options: .sortedKeys).write(to: folder.appending(path: "config.json"))
        var weights = Weights(random: SeededGenerator(seed: seed))
        weights.add("model.embed_tokens.weight", [TinyTokenizer.vocabularySize, width], scale: 1)
        for block in 0..<blocks {
            let name = "model.layers.\(block)."
            weights.addOnes(name + "input_layernorm.weight", [width])
            weights.addOnes(name + "post_attention_layernorm.weight", [width])
            for part in ["q", "k", "v"] { weights.add(name + "self_attn.\(part)_proj.weight", [heads * headSize, width]) }
            weights.add(name + "self_attn.o_proj.weight", [width, heads * headSize])
            weights.add(name + "mlp.gate_proj.weight", [inner, width])
            weights.add(name + "mlp.up_proj.weight", [inner, width])
            weights.add(name + "mlp.down_proj.weight", [width, inner])
        }
        weights.addOnes("model.norm.weight", [width])
        weights.add("lm_head.weight", [TinyTokenizer.vocabularySize, width], scale: 1)
        try SafetensorsWriter.write(weights.tensors, metadata: ["format": "pt"], to: folder.appending(path: "model.safetensors"))
        try TinyTokenizer.write(to: folder, chatTemplate: chatTemplate)
    }

    /// A top-k dictionary of SAELens, with 16 features.
    static func dictionary(_ folder: URL, hook: String, k: Int, seed: UInt64) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let metadata: [String: Any] = [
            "model_name": "tiny", "hook_name": hook, "prepend_bos": false, "context_size": 128, "sae_lens_version": "6.54.0"
        ]
        let configuration: [String: Any] = [
            "architecture": "topk", "d_in": width, "d_sae": dictionarySize, "k": k, "dtype": "float32", "device": "cpu",
            "apply_b_dec_to_input": true, "rescale_acts_by_decoder_norm": false,
            "normalize_activations": "none", "reshape_activations": "none", "metadata": metadata
        ]
        try JSONSerialization.data(withJSONObject: configuration, options: .sortedKeys).write(to: folder.appending(path: "cfg.json"))
        var weights = Weights(random: SeededGenerator(seed: seed))
        weights.add("W_enc", [width, dictionarySize], scale: 0.6)
        weights.add("W_dec", [dictionarySize, width], scale: 0.6)
        weights.add("b_enc", [dictionarySize], scale: 0.1)
        weights.add("b_dec", [width], scale: 0.1)
        try SafetensorsWriter.write(weights.tensors, metadata: [:], to: folder.appending(path: "sae_weights.safetensors"))
    }

    /// What makes a model an AV or an AR of the activations behind block `layer`.
    public static func sidecar(_ folder: URL, role: String, layer: Int, width: Int = 8) throws {
        var lines = [
            "kind: nla_model", "schema_version: 2", "role: \(role)", "d_model: \(width)", "base_checkpoint: tiny", "extraction:",
            "  layer_index: \(layer)",
            "  injection_scale: \(role == "av" ? "4.0" : "null")", "  mse_scale: sqrt_d_model", "tokens:",
            "  injection_char: \(TinyTokenizer.marker)",
            "  injection_token_id: \(TinyTokenizer.id(of: TinyTokenizer.marker))",
            "  injection_left_neighbor_id: \(TinyTokenizer.id(of: "<concept>"))",
            "  injection_right_neighbor_id: \(TinyTokenizer.id(of: "</concept>"))", "  critic_suffix_ids:"
        ]
        lines += ["</text>", " ", "<summary>"].map { "  - \(TinyTokenizer.id(of: $0))" }
        lines += ["prompt_templates:", "  av: Describe <concept>{injection_char}</concept>", "  ar: '<text>{explanation}</text> <summary>'"]
        if role == "ar" { lines += ["ar:", "  num_hidden_layers: \(layer)", "critic:", "  extraction_layer_index: \(layer)"] }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "nla_meta.yaml"))
        guard role == "ar" else { return }
        var weights = Weights(random: SeededGenerator(seed: 77))
        weights.add("weight", [width, width])
        try SafetensorsWriter.write(weights.tensors, metadata: [:], to: folder.appending(path: "value_head.safetensors"))
    }
}
