import Foundation
import ParallaxModels
import Testing
import TestSupport

@Suite("config.json is read strictly, and refused in a sentence that names the key")
struct ModelConfigurationTests {
    private func read(_ changes: [String: (any Sendable)?], generation: String? = nil) throws -> ModelConfiguration {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: changes)
        if let generation { try Data(generation.utf8).write(to: checkpoint.folder.appending(path: "generation_config.json")) }
        return try ModelConfiguration(folder: checkpoint.folder)
    }

    private func refusal(_ changes: [String: (any Sendable)?]) -> String {
        do {
            _ = try read(changes)
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test("the sample's subject")
    func subject() throws {
        let configuration = try ModelConfiguration(folder: Places.sampleData.appending(path: "subject"))
        #expect(
            configuration.hiddenSize == 128 && configuration.blockCount == 6 && configuration.vocabularySize == 1536
                && configuration.headSize == 32)
        #expect(
            configuration.maximumPositions == 256 && configuration.blocks[0].rotary?.base == 10_000 && configuration.tiesEmbeddings
                && configuration.eosTokenIDs == [0])
    }

    @Test("what may be left out has transformers' standard value")
    func standards() throws {
        let configuration = try read([
            "num_key_value_heads": nil, "head_dim": nil, "rms_norm_eps": nil, "rope_parameters": nil, "rope_theta": nil,
            "tie_word_embeddings": nil,
            "attention_bias": nil, "mlp_bias": nil, "hidden_act": nil, "bos_token_id": nil, "eos_token_id": nil,
            "max_position_embeddings": nil
        ])
        #expect(
            configuration.keyValueHeadCount == 4 && configuration.headSize == 6 && configuration.norm.epsilon == 1e-6
                && configuration.blocks[0].rotary?.base == 10_000)
        #expect(
            !configuration.tiesEmbeddings && !configuration.attention.projectionsHaveBias && !configuration.mlp.hasBias
                && configuration.maximumPositions == 2048)
        #expect(configuration.bosTokenID == nil && configuration.eosTokenIDs == [])
    }

    @Test("the rotary base stands at the top or in rope_parameters")
    func ropeBase() throws {
        func base(_ changes: [String: (any Sendable)?]) throws -> Double? { try read(changes).blocks[1].rotary?.base }
        #expect(try base(["rope_parameters": nil, "rope_theta": 500_000]) == 500_000)
        #expect(try base(["rope_parameters": ["rope_theta": 1234.5]]) == 1234.5)
        #expect(try base(["rope_parameters": nil, "rope_scaling": ["rope_type": "default"]]) == 10_000)
    }

    @Test("stop tokens are a number or a list, from both files")
    func stopTokens() throws {
        #expect(try read(["eos_token_id": 7]).eosTokenIDs == [7])
        #expect(try read(["eos_token_id": [7, 8]], generation: #"{"eos_token_id": [8, 9]}"#).eosTokenIDs == [7, 8, 9])
        #expect(try read(["eos_token_id": 7], generation: #"{"eos_token_id": 3}"#).eosTokenIDs == [3, 7])
    }

    @Test("an unknown model type is refused with the supported ones")
    func modelType() {
        #expect(
            refusal(["model_type": "bert"]).hasSuffix(
                "config.json: expected a model_type that Parallax runs (llama, mistral, ministral, qwen2, qwen3, gemma, gemma2, gemma3_text, gemma3, gpt2, gpt_neox, phi3), found \"bert\"; use a checkpoint of a supported family."
            ))
        #expect(refusal(["model_type": nil]).contains("found none"))
    }

    @Test("variants that would change the numbers are refused by name")
    func variants() {
        func scaled(_ rope: [String: any Sendable]) -> String { refusal(["rope_parameters": nil, "rope_scaling": rope]) }
        #expect(
            scaled(["rope_type": "dynamic", "factor": 2]).contains(
                "rope_scaling of type \"default\", \"linear\", \"llama3\" or \"yarn\", found \"dynamic\""))
        #expect(scaled(["type": "longrope"]).contains("found \"longrope\""))
        #expect(scaled(["type": "default", "mrope_section": [1, 1, 1]]).contains("found \"mrope_section\""))
        #expect(scaled(["type": "linear"]).contains("expected rope_scaling.factor, found none"))
        #expect(scaled(["type": "linear", "factor": "2"]).contains("rope_scaling.factor to be a number"))
        #expect(
            scaled(["type": "llama3", "factor": 2, "low_freq_factor": 4, "high_freq_factor": 4]).contains(
                "low_freq_factor below high_freq_factor"))
        #expect(
            refusal(["rope_scaling": ["type": "linear", "factor": 2] as [String: any Sendable]]).contains(
                "expected rope_parameters or rope_scaling, found both"))
        #expect(refusal(["rope_parameters": ["sliding_attention": ["rope_theta": 5]]]).contains("an object with one for full_attention"))
        #expect(refusal(["rope_parameters": "yarn"]).contains("rope_parameters to be an object"))
        #expect(refusal(["hidden_act": "quick_gelu"]).contains("found \"quick_gelu\""))
        #expect(refusal(["rope_parameters": nil, "partial_rotary_factor": 0.5]).contains("the part of it that is rotated"))
        #expect(refusal(["quantization_config": ["bits": 4]]).contains("quantization_config null"))
    }

    @Test("a window that is left out is the family's, one that is null is none")
    func window() throws {
        #expect(try read(["model_type": "mistral"]).blocks.map(\.window) == [4096, 4096])
        #expect(try read(["model_type": "mistral", "sliding_window": 9]).blocks.map(\.window) == [9, 9])
        #expect(try read(["model_type": "mistral", "sliding_window": NSNull()]).blocks.map(\.window) == [nil, nil])
        #expect(refusal(["model_type": "mistral", "sliding_window": 0]).contains("sliding_window"))
    }

    @Test("what a family refuses")
    func families() {
        #expect(refusal(["model_type": "gemma2", "use_bidirectional_attention": true]).contains("use_bidirectional_attention false"))
        #expect(refusal(["model_type": "gemma3_text", "attn_logit_softcapping": 50]).contains("attn_logit_softcapping null"))
        #expect(refusal(["model_type": "gemma3"]).contains("an object text_config"))
        #expect(refusal(["model_type": "gemma3", "text_config": ["hidden_size": -1]]).contains("text_config.hidden_size to be an integer"))
        #expect(refusal(["model_type": "qwen2", "layer_types": ["full_attention"]]).contains("a list of 2 names"))
        #expect(
            refusal(["model_type": "qwen2", "layer_types": ["full_attention", "chunked_attention"]]).contains("found \"chunked_attention\"")
        )
        #expect(refusal(["model_type": "gpt2", "num_attention_heads": 5]).contains("n_head to divide n_embd"))
        #expect(refusal(["model_type": "gpt2", "n_embd": 0]).contains("n_embd to be an integer"))
        #expect(
            refusal(["model_type": "phi3", "rope_parameters": ["rope_type": "yarn", "factor": 2] as [String: any Sendable]]).contains(
                "longrope"))
    }

    @Test(
        "absurd numbers are refused before anything is allocated",
        arguments: [
            "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "vocab_size",
            "max_position_embeddings"
        ])
    func absurd(key: String) {
        for value: any Sendable in [0, -1, Int.max, 1e30, 1.5, "8", true] {
            #expect(refusal([key: value]).contains("expected \(key) to be an integer from 1"), "\(value)")
        }
    }

    @Test("numbers that do not go together are refused")
    func inconsistent() {
        #expect(refusal(["num_key_value_heads": 3]).contains("num_key_value_heads to divide"))
        #expect(refusal(["head_dim": 7]).contains("even head_dim"))
        #expect(refusal(["rope_parameters": ["rope_theta": -1]]).contains("rope_theta"))
        #expect(refusal(["rms_norm_eps": "small"]).contains("rms_norm_eps"))
        #expect(refusal(["tie_word_embeddings": 1]).contains("tie_word_embeddings to be true or false"))
        #expect(refusal(["eos_token_id": [1, "2"] as [any Sendable]]).contains("eos_token_id"))
    }

    @Test("a damaged or missing file", arguments: ["", "[1]", "{\"model_type\": \"llama\"", "{\"model_type\": \"llama\"}"])
    func damaged(text: String) throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied)
        try Data(text.utf8).write(to: checkpoint.folder.appending(path: "config.json"))
        #expect(throws: Complaint.self) { try checkpoint.open() }
        try FileManager.default.removeItem(at: checkpoint.folder.appending(path: "config.json"))
        #expect(throws: Complaint.self) { try checkpoint.open() }
    }
}

@Suite("The weights of a checkpoint")
struct CheckpointTests {
    private func refusal(_ checkpoint: RewrittenCheckpoint) -> String {
        do {
            _ = try checkpoint.open()
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test("names without the prefix of the causal model are understood")
    func withoutPrefix() throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, rename: { $0.replacing(/^model\./, with: "") })
        #expect(try WeightStore(folder: checkpoint.folder).names.contains("embed_tokens.weight"))
        #expect(try checkpoint.open().distance(from: Golden("tiny-tied")) < parity)
    }

    @Test("every missing tensor is named")
    func missing() throws {
        let sentence = refusal(
            try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied) { name, _, values in
                name == "model.norm.weight" || name.hasSuffix("1.mlp.up_proj.weight") ? nil : values
            })
        #expect(sentence.contains("found no model.layers.1.mlp.up_proj.weight, no model.norm.weight; "))
    }

    @Test("a tensor that no part of the model uses is named; tables that older versions stored are not missed")
    func superfluous() throws {
        let renamed = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped, configuration: ["attention_bias": false])
        #expect(refusal(renamed).contains("model.layers.0.self_attn.k_proj.bias, which no part of the model uses"))
        let fewer = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: ["num_hidden_layers": 1])
        #expect(
            try fewer.open().unusedTensors.contains("model.layers.1.input_layernorm.weight"),
            "blocks behind the last are left aside, and named")
        let old = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, extra: ["model.layers.0.self_attn.rotary_emb.inv_freq"])
        #expect(try old.open().distance(from: Golden("tiny-tied")) < parity)
    }

    @Test("every misshapen tensor is named with both shapes")
    func misshapen() throws {
        let sentence = refusal(try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: ["intermediate_size": 41]))
        #expect(sentence.contains("model.layers.0.mlp.gate_proj.weight of shape [40, 24] instead of [41, 24]"))
        #expect(sentence.contains("model.layers.1.mlp.down_proj.weight of shape [24, 40] instead of [24, 41]"))
    }

    @Test(
        "weights of eight bits are refused by name, in matrices and in norms",
        arguments: ["model.layers.0.mlp.up_proj.weight", "model.norm.weight"])
    func eightBits(name: String) throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied), store = try WeightStore(folder: checkpoint.folder)
        var header: [String: Any] = [:], data = Data()
        for tensor in store.names {
            let view = try store.tensor(tensor), start = data.count
            data += tensor == name ? Data(repeating: 0x38, count: view.count) : view.floats().withUnsafeBytes { Data($0) }
            header[tensor] =
                ["dtype": tensor == name ? "F8_E4M3" : "F32", "shape": view.shape, "data_offsets": [start, data.count]] as [String: Any]
        }
        let text = try JSONSerialization.data(withJSONObject: header),
            length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
        try (length + text + data).write(to: checkpoint.folder.appending(path: "model.safetensors"), options: .atomic)
        #expect(refusal(checkpoint).contains("found \(name) in F8_E4M3 instead of F32, F16 or BF16; use the checkpoint in BF16"))
    }

    @Test("a model larger than its file is refused without allocating for it")
    func larger() throws {
        let sentence = refusal(
            try RewrittenCheckpoint(
                of: RewrittenCheckpoint.tinyTied, configuration: ["num_hidden_layers": 10_000, "hidden_size": 1_000_000]))
        #expect(sentence.contains("instead of [48, 1000000]") && sentence.contains("more"))
    }
}
