import Foundation
import ParallaxCompute
import TestSupport
import Testing
@testable import ParallaxWorld

/// The reported inputs themselves (Goldens/cases), each beside the answer of its own library; their siblings stand in the suites of their kinds.
@Suite("Inputs as they were reported") struct StrangersCaseTests {
    private static let folder = Places.computeGoldens.appending(path: "cases")

    private func file(_ path: String) -> URL { Self.folder.appending(path: path) }

    private struct Chats: Decodable {
        struct Chat: Decodable {
            let generation_prompt: Bool
            let text: String
        }
        let chats: [Chat]
    }

    @Test(
        "chats and what their templates are given",
        arguments: [
            "c_class_default_GPT2Tokenizer", "c_extra_special", "c_special_map", "ch_messages_obj", "ch_parts", "ch_toolcalls",
            "jj_startswith", "jj_tuple"
        ])
    func chats(_ name: String) throws {
        let golden = try JSONDecoder().decode(Chats.self, from: Data(contentsOf: file("\(name)/golden.json"))),
            template = try #require(try ChatTemplate.open(folder: file(name)))
        let chat = try #require(try DocumentFile(file("\(name)/chat.json"), isChat: true).document(0).chat)
        #expect(!golden.chats.isEmpty)
        for expected in golden.chats {
            #expect(try template.render(chat, addGenerationPrompt: expected.generation_prompt) == expected.text)
        }
    }

    private func logits(_ folder: URL, _ ids: [Int]) throws -> Rows {
        try #require(try LanguageModel.open(folder: folder).forward(ForwardRequest([.init(.tokens(ids))], logits: .all))[0].logits)
    }

    @Test(
        "models whose configuration or tensors are not as this library writes them",
        arguments: ["f_config_nan", "m_llama_both_rope_same", "m_llama_extra_vhead", "m_mistral_layer_types"])
    func models(_ name: String) throws {
        let golden = try Golden(at: file("\(name)/golden.safetensors"))
        let error = relativeError(try logits(file(name), golden.ids("input_ids")), try golden.rows("logits"))
        #expect(error < parity, "relative error \(error)")
        // What is in the file and plays no part is named, and nothing else is said.
        let notes = try LanguageModel.open(folder: file(name)).notes.map(\.description)
        #expect(name == "m_llama_extra_vhead" ? notes.count == 1 && notes[0].contains("v_head") : notes.isEmpty, "\(notes)")
    }

    @Test("Gemma 2 with hidden_activation null is its tanh form, whatever the hidden_act beside it")
    func activation() throws {
        let ids = [1, 5, 9, 13, 40, 2], source = file("gemma2_act_null"),
            whole = try JSONSerialization.jsonObject(with: Data(contentsOf: source.appending(path: "config.json"))) as? [String: Any]
        var configuration = try #require(whole)
        #expect(configuration["hidden_activation"] is NSNull)
        configuration["hidden_act"] = "silu"
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            at: source.appending(path: "model.safetensors"), to: folder.url.appending(path: "model.safetensors"))
        func configured() throws -> Rows {
            try JSONSerialization.data(withJSONObject: configuration).write(to: folder.url.appending(path: "config.json"))
            return try logits(folder.url, ids)
        }
        let null = try configured()
        func distance(_ activation: String) throws -> Double {
            configuration["hidden_activation"] = activation
            return relativeError(null, try configured())
        }
        #expect(try distance("gelu_pytorch_tanh") == 0)
        #expect(try distance("silu") > 1e-3)
    }

    @Test(
        "label tables: feature 102 is alpha",
        arguments: ["lab_csv_id_feature/l.csv", "lab_jsonl_feature_index/l.jsonl", "lab_np_api_list_pretty/l.json"])
    func labels(_ path: String) throws {
        let labels = try FeatureLabels.open(file(path), cacheFolder: nil)
        #expect(
            labels[102]?.text == "alpha" && labels[853]?.text == "epsilon é" && labels[588]?.text == "line1\nline2" && labels.count == 5,
            "\(labels.count)")
    }

    @Test("vocab.json and merges.txt alone")
    func vocabulary() throws {
        let tokenizer = try Tokenizer.open(folder: file("tok_vocabmerges"))
        #expect(try tokenizer.encode("aab", addSpecialTokens: false) == [0, 2])
    }

    @Test("an AV's sidecar without a role, beside the sample's AV")
    func sidecar() throws {
        let folder = try TemporaryFolder(), copy = folder.url.appending(path: "av")
        try FileManager.default.copyItem(at: Places.sampleData.appending(path: "av"), to: copy)
        try FileManager.default.removeItem(at: copy.appending(path: "nla_meta.yaml"))
        try FileManager.default.copyItem(at: file("nla_minimal/nla_meta.yaml"), to: copy.appending(path: "nla_meta.yaml"))
        #expect(try Inspection.of(copy.path).family.contains("AV"))
        let verbalizer = try ActivationVerbalizer.open(folder: copy)
        #expect(
            try verbalizer.verbalize(
                Rows([Float](repeating: 0.5, count: 128)), sampling: .greedy(maximumTokens: 4), cancellation: nil, onText: nil)[0]
                .tokenCount > 0)
    }
}
