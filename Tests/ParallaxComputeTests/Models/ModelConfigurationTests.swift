import Foundation
import ParallaxCompute
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
        #expect(configuration.hiddenSize == 128 && configuration.blockCount == 6 && configuration.vocabularySize == 1536 && configuration.headSize == 32)
        #expect(configuration.maximumPositions == 256 && configuration.ropeBase == 10_000 && configuration.tiesEmbeddings && configuration.eosTokenIDs == [0])
    }

    @Test("what may be left out has transformers' standard value")
    func standards() throws {
        let configuration = try read([
            "num_key_value_heads": nil, "head_dim": nil, "rms_norm_eps": nil, "rope_parameters": nil, "rope_theta": nil, "tie_word_embeddings": nil,
            "attention_bias": nil, "mlp_bias": nil, "hidden_act": nil, "bos_token_id": nil, "eos_token_id": nil, "max_position_embeddings": nil,
        ])
        #expect(configuration.keyValueHeadCount == 4 && configuration.headSize == 6 && configuration.normEpsilon == 1e-6 && configuration.ropeBase == 10_000)
        #expect(!configuration.tiesEmbeddings && !configuration.attentionHasBias && !configuration.mlpHasBias && configuration.maximumPositions == 2048)
        #expect(configuration.bosTokenID == nil && configuration.eosTokenIDs == [])
    }

    @Test("the rotary base stands at the top or in rope_parameters")
    func ropeBase() throws {
        #expect(try read(["rope_parameters": nil, "rope_theta": 500_000]).ropeBase == 500_000)
        #expect(try read(["rope_parameters": ["rope_theta": 1234.5]]).ropeBase == 1234.5)
        #expect(try read(["rope_scaling": ["rope_type": "default"]]).ropeBase == 10_000)
    }

    @Test("stop tokens are a number or a list, from both files")
    func stopTokens() throws {
        #expect(try read(["eos_token_id": 7]).eosTokenIDs == [7])
        #expect(try read(["eos_token_id": [7, 8]], generation: #"{"eos_token_id": [8, 9]}"#).eosTokenIDs == [7, 8, 9])
        #expect(try read(["eos_token_id": 7], generation: #"{"eos_token_id": 3}"#).eosTokenIDs == [3, 7])
    }

    @Test("an unknown model type is refused with the supported ones")
    func modelType() {
        #expect(refusal(["model_type": "bert"]).hasSuffix("config.json: expected a model_type that Parallax runs (llama), found \"bert\"; use a checkpoint of a supported family."))
        #expect(refusal(["model_type": nil]).contains("found none"))
    }

    @Test("variants that would change the numbers are refused by name")
    func variants() {
        #expect(refusal(["rope_scaling": ["rope_type": "llama3", "factor": 8] as [String: any Sendable]]).contains("rope_scaling of type \"default\" or none, found \"llama3\""))
        #expect(refusal(["rope_scaling": ["type": "linear"]]).contains("found \"linear\""))
        #expect(refusal(["rope_parameters": ["rope_type": "yarn"]]).contains("found \"yarn\""))
        #expect(refusal(["hidden_act": "gelu"]).contains("found \"gelu\""))
        #expect(refusal(["partial_rotary_factor": 0.5]).contains("partial_rotary_factor"))
    }

    @Test("absurd numbers are refused before anything is allocated", arguments: [
        "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "vocab_size", "max_position_embeddings",
    ])
    func absurd(key: String) {
        for value: any Sendable in [0, -1, Int.max, 1e30, 1.5, "8", true] { #expect(refusal([key: value]).contains("expected \(key) to be an integer from 1"), "\(value)") }
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
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, withoutPrefix: true)
        #expect(try WeightStore(folder: checkpoint.folder).names.contains("embed_tokens.weight"))
        #expect(try checkpoint.open().distance(from: Golden("tiny-tied")) < parity)
    }

    @Test("every missing tensor is named")
    func missing() throws {
        let sentence = refusal(try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied) { name, _, values in
            name == "model.norm.weight" || name.hasSuffix("1.mlp.up_proj.weight") ? nil : values
        })
        #expect(sentence.contains("found no model.layers.1.mlp.up_proj.weight, no model.norm.weight; "))
    }

    @Test("every misshapen tensor is named with both shapes")
    func misshapen() throws {
        let sentence = refusal(try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: ["intermediate_size": 41]))
        #expect(sentence.contains("model.layers.0.mlp.gate_proj.weight of shape [40, 24] instead of [41, 24]"))
        #expect(sentence.contains("model.layers.1.mlp.down_proj.weight of shape [24, 40] instead of [24, 41]"))
    }

    @Test("a model larger than its file is refused without allocating for it")
    func larger() throws {
        let sentence = refusal(try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: ["num_hidden_layers": 10_000, "hidden_size": 1_000_000]))
        #expect(sentence.contains("instead of [48, 1000000]") && sentence.contains("more"))
    }
}
