import Foundation
import ParallaxWorld
import TestSupport
import Testing

@Suite("inspection")
struct InspectionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(_ name: String) throws -> Inspection { try Inspection.of(folder.url.appending(path: name).path) }

    private func tensors(_ name: String, _ shapes: [(String, [Int])]) throws {
        try folder.write(name, "")
        try SafetensorsWriter.write(
            shapes.map { ($0.0, .floats($0.1, [Float](repeating: 0, count: $0.1.reduce(1, *)))) }, metadata: [:],
            to: folder.url.appending(path: name))
    }

    @Test("the sample's parts are recognised by what is in them")
    func sample() throws {
        let subject = try Inspection.of(Places.sampleData.appending(path: "subject").path)
        #expect(subject.kind == .model)
        #expect(subject.family == "Hugging Face model (llama)")
        #expect(subject.dtype == "BF16")
        #expect(subject.facts.contains { $0.name == "blocks" && $0.value == "6" })
        #expect(subject.odd == [])

        let verbalizer = try Inspection.of(Places.sampleData.appending(path: "av").path)
        #expect(verbalizer.kind == .verbalizer)
        #expect(verbalizer.site == "site 4 = blocks.3.hook_resid_post = NLA layer 3")
        #expect(verbalizer.odd == [])

        let reconstructor = try Inspection.of(Places.sampleData.appending(path: "ar").path)
        #expect(reconstructor.kind == .reconstructor)
        #expect(reconstructor.site == verbalizer.site)
        #expect(reconstructor.facts.contains { $0.name == "value head" && $0.value == "[128, 128]" })
        #expect(reconstructor.odd == [])

        let dictionary = try Inspection.of(Places.sampleData.appending(path: "sae/blocks.3.hook_resid_post-k16").path)
        #expect(dictionary.kind == .dictionary)
        #expect(dictionary.family == "SAELens dictionary (topk)")
        #expect(dictionary.site == verbalizer.site)
        #expect(dictionary.activation == "top 16, then ReLU")
        #expect(dictionary.normalisation == "none")
        #expect(dictionary.tensors.first { $0.name == "W_enc" }?.shape == [128, 1024])
        #expect(dictionary.odd == ["The weights are stored as BF16, the configuration says float32."])

        let documents = try Inspection.of(Places.sampleData.appending(path: "documents.jsonl").path)
        #expect(documents.kind == .documents)
        #expect(documents.facts.first { $0.name == "with token ids" }?.value == "60")

        let tokenizer = try Inspection.of(Places.sampleData.appending(path: "subject/tokenizer.json").path)
        #expect(tokenizer.kind == .tokenizer)
        #expect(tokenizer.family == "tokenizer (BPE)")
    }

    @Test("an inspection survives JSON")
    func codable() throws {
        let found = try Inspection.of(Places.sampleData.appending(path: "sae/blocks.3.hook_resid_post-k16").path)
        #expect(try JSONDecoder().decode(Inspection.self, from: JSONEncoder().encode(found)) == found)
    }

    private static let dictionary =
        #"{"architecture":"jumprelu","d_in":4,"d_sae":8,"dtype":"float32","normalize_activations":"none","metadata":{"hook_name":"blocks.1.hook_resid_post","sae_lens_version":"6.5.0"}}"#
    private static let shapes: [(String, [Int])] = [
        ("W_enc", [4, 8]), ("W_dec", [8, 4]), ("b_enc", [8]), ("b_dec", [4]), ("threshold", [8])
    ]

    @Test("a sound dictionary has nothing odd about it")
    func soundDictionary() throws {
        try folder.write("sae/cfg.json", Self.dictionary)
        try tensors("sae/sae_weights.safetensors", Self.shapes)
        let found = try inspect("sae")
        #expect(found.odd == [])
        #expect(found.dtype == "F32")
        #expect(found.activation == "JumpReLU (a threshold for each feature)")
    }

    @Test(
        "what is odd about a dictionary is said",
        arguments: [
            ("\"d_sae\":8", "\"d_sae\":9", "W_enc has the shape [4, 8], but [d_in, d_sae] is [4, 9]"),
            ("\"d_in\":4,", "", "cfg.json lacks d_in"),
            ("\"d_in\":4", "\"d_in\":4.0", "cfg.json lacks d_in"),
            ("jumprelu", "topk", "A topk dictionary needs k"),
            ("\"architecture\":\"jumprelu\",", "", "names no architecture"),
            ("jumprelu", "novel", "is no architecture that SAELens writes"),
            ("\"jumprelu\",", "\"topk\",\"k\":9,", "k is 9, but there are only 8 features"),
            ("jumprelu", "gated", "The tensor b_gate is missing"),
            ("blocks.1.hook_resid_post", "blocks.x.hook", "found \"blocks.x.hook\""),
            ("\"hook_name\"", "\"hock_name\"", "names no hook_name"),
            ("6.5.0", "5.9.1", "from before SAELens 6 (5.9.1)"),
            ("float32", "torch.bfloat16", "stored as F32, the configuration says torch.bfloat16"),
            ("\"none\"", "\"expected_average_only_in\"", "the scale stands in no file"),
            (
                "\"sae_lens", "\"model_from_pretrained_kwargs\":{\"center_writing_weights\":true},\"sae_lens",
                "processed weights (center_writing_weights)"
            )
        ])
    func oddDictionary(part: String, replacement: String, reason: String) throws {
        try folder.write("sae/cfg.json", Self.dictionary.replacingOccurrences(of: part, with: replacement))
        try tensors("sae/sae_weights.safetensors", Self.shapes)
        let found = try inspect("sae")
        #expect(found.kind == .dictionary)
        #expect(found.odd.contains { $0.contains(reason) }, "\(found.odd)")
    }

    @Test("missing and damaged weights are odd, not a failure")
    func dictionaryWithoutWeights() throws {
        try folder.write("sae/cfg.json", Self.dictionary)
        #expect(try inspect("sae").odd.count == 1)
        try folder.write("sae/sae_weights.safetensors", "short")
        #expect(try inspect("sae").odd.first?.contains("5 bytes") == true)
    }

    private static let model =
        #"{"model_type":"llama","hidden_size":4,"num_hidden_layers":2,"num_attention_heads":2,"num_key_value_heads":1,"intermediate_size":6,"vocab_size":10,"torch_dtype":"float32","rms_norm_eps":1e-5}"#

    private func writeModel(_ name: String, _ configuration: String = Self.model) throws {
        try folder.write("\(name)/config.json", configuration)
        try folder.write("\(name)/tokenizer.json", #"{"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}"#)
        try tensors(
            "\(name)/model.safetensors",
            [("model.embed_tokens.weight", [10, 4]), ("model.norm.weight", [4]), ("lm_head.weight", [10, 4])]
                + (0..<2).flatMap { block in
                    [
                        ("input_layernorm", [4]), ("self_attn.q_proj", [4, 4]), ("self_attn.k_proj", [2, 4]), ("self_attn.v_proj", [2, 4]),
                        ("self_attn.o_proj", [4, 4]),
                        ("post_attention_layernorm", [4]), ("mlp.gate_proj", [6, 4]), ("mlp.up_proj", [6, 4]), ("mlp.down_proj", [4, 6])
                    ].map { ("model.layers.\(block).\($0.0).weight", $0.1) }
                })
    }

    @Test(
        "what is odd about a model is said",
        arguments: [
            ("\"vocab_size\":10", "\"vocab_size\":11", "is [11, 4] by the configuration"),
            ("\"num_hidden_layers\":2", "\"num_hidden_layers\":3", "The configuration has 3 blocks, the weights have 2 (0 to 1)"),
            ("\"num_hidden_layers\":2", "\"num_hidden_layers\":9223372036854775807", "The configuration has 9223372036854775807 blocks"),
            ("\"hidden_size\":4,", "", "config.json lacks hidden_size"),
            ("\"intermediate_size\":6", "\"intermediate_size\":7", "[d, MLP width]"),
            ("\"num_key_value_heads\":1", "\"num_key_value_heads\":2,\"head_dim\":2", "k_proj.weight has the shape [2, 4]"),
            ("\"num_key_value_heads\":1", "\"head_dim\":9223372036854775807", ""),
            ("float32", "bfloat16", "stored as F32, the configuration says bfloat16")
        ])
    func oddModel(part: String, replacement: String, reason: String) throws {
        try writeModel("sound")
        #expect(try inspect("sound").odd == [])
        try writeModel("odd", Self.model.replacingOccurrences(of: part, with: replacement))
        let found = try inspect("odd")
        #expect(found.kind == .model)
        #expect(reason.isEmpty || found.odd.contains { $0.contains(reason) }, "\(found.odd)")
    }

    @Test(
        "every family's tiny checkpoint is described by common names, and nothing is odd but that it has no tokenizer",
        arguments: Architecture.families)
    func families(architecture: Architecture) throws {
        let found = try Inspection.of(architecture.folder.path)
        #expect(found.kind == .model && found.odd == ["There is no tokenizer.json beside the weights."], "\(found.odd)")
        #expect(
            found.facts.contains { $0.name == "width (d)" && ["24", "28"].contains($0.value) }
                && found.facts.contains { $0.name == "heads" })
        #expect(found.normalisation == (["gpt2", "gpt_neox"].contains(architecture.name) ? "layer norm" : "RMS norm"))
    }

    @Test("a configuration that is not run is odd, and says why")
    func refusedConfiguration() throws {
        try writeModel(
            "odd",
            Self.model.replacingOccurrences(
                of: "\"vocab_size\"", with: "\"rope_scaling\":{\"type\":\"dynamic\",\"factor\":2},\"vocab_size\""))
        #expect(try inspect("odd").odd.contains { $0.contains("found \"dynamic\"") })
    }

    private static let sidecar = """
        kind: nla_model
        schema_version: 2
        role: av
        d_model: 4
        extraction:
          layer_index: 1
          injection_scale: 70.0
        tokens: {injection_char: "x", injection_token_id: 5, injection_left_neighbor_id: 6, injection_right_neighbor_id: 7}
        prompt_templates:
          av: "See {injection_char}"
          ar: "Read {explanation}"
        critic: {extraction_layer_index: 1}
        """

    @Test(
        "what is odd about an NLA folder is said",
        arguments: [
            ("injection_scale: 70.0", "injection_scale: null", "no extraction.injection_scale"),
            ("d_model: 4", "d_model: 5", "The sidecar's d_model is 5, the model's width is 4"),
            ("d_model: 4\n", "", "lacks d_model"),
            ("See {injection_char}", "See", "The template holds no {injection_char}"),
            ("role: av", "role: both", "role is \"both\""),
            ("schema_version: 2", "schema_version: 3", "schema_version is 3"),
            ("injection_token_id: 5, ", "", "lacks tokens.injection_token_id"),
            ("role: av", "role: ar", "value_head.safetensors"),
            ("role: av", "role: critic", "value_head.safetensors"),
            ("layer_index: 1", "layer_index: 99999999999999999999", "names no layer")
        ])
    func oddVerbalizer(part: String, replacement: String, reason: String) throws {
        try writeModel("nla")
        try folder.write("nla/nla_meta.yaml", Self.sidecar)
        let sound = try inspect("nla")
        #expect(sound.kind == .verbalizer)
        #expect(sound.odd == [])
        #expect(sound.site == "site 2 = blocks.1.hook_resid_post = NLA layer 1")
        try folder.write("nla/nla_meta.yaml", Self.sidecar.replacingOccurrences(of: part, with: replacement))
        let found = try inspect("nla")
        #expect(found.odd.contains { $0.contains(reason) }, "\(found.odd)")
    }

    @Test("a reconstructor's blocks and value head are held against the sidecar")
    func reconstructor() throws {
        try writeModel("ar")
        try folder.write("ar/nla_meta.yaml", Self.sidecar.replacingOccurrences(of: "role: av", with: "role: ar"))
        try tensors("ar/value_head.safetensors", [("weight", [4, 4])])
        #expect(try inspect("ar").odd == [])
        try tensors("ar/value_head.safetensors", [("weight", [4, 3])])
        #expect(try inspect("ar").odd.count == 1)
        try folder.write(
            "ar/nla_meta.yaml",
            Self.sidecar.replacingOccurrences(of: "role: av", with: "role: ar").replacingOccurrences(
                of: "layer_index: 1", with: "layer_index: 2"))
        #expect(try inspect("ar").odd.contains { $0.contains("layer 2 has 3 blocks, config.json says 2") })
    }

    @Test("a workspace tells what its claims are split, judged and calibrated with")
    func claimsOfWorkspace() throws {
        for file in ["rules.yaml", "known.jsonl"] { try folder.write(file, "x") }
        try folder.write("w.yaml", "claims:\n  rules: rules.yaml\n  truth: [known.jsonl]\n  verdicts: mine.jsonl\n")
        let found = try inspect("w.yaml")
        #expect(found.kind == .workspace && found.odd.isEmpty)
        #expect(
            found.facts.filter { $0.name.hasPrefix("claims") }.map { "\($0.name): \($0.value.split(separator: "/").last ?? "")" } == [
                "claims, rules: rules.yaml", "claims, verdicts: mine.jsonl", "claims, truth: known.jsonl"
            ])
    }

    @Test("tensors, labels, conversations, documents, workspaces and texts are told apart whatever they are called")
    func files() throws {
        try tensors("a", [("token_ids", [3]), ("hidden_states", [2, 3, 4]), ("sites", [2])])
        try folder.write("b", "{\"index\":1,\"label\":\"one\",\"f1\":0.5}\n")
        try folder.write("c", "1\tone\n2\ttwo\n")
        try folder.write("d", "[{\"role\":\"user\",\"content\":\"x\"}]")
        try folder.write("e", "{\"text\":\"x\"}\n{\"text\":\"y\"}\nbad\n")
        try folder.write("f", "model: a\nnothing: b\n")
        try folder.write("g", "Dear Sam,\nI write about the ring.\n")
        try folder.write("h", [0x80, 2, 0x63, 0])
        try folder.write("i", [0, 1, 2, 3])
        try folder.write("j", "")
        try folder.write("k", "{\"what\": 1}")
        try folder.write("l/x", "1")
        let kinds = try "abcdefghijkl".map { try inspect(String($0)).kind }
        #expect(
            kinds == [
                .tensors, .labels, .labels, .documents, .documents, .workspace, .documents, .unknown, .unknown, .unknown, .documents,
                .unknown
            ])
        #expect(try inspect("a").family == "safetensors file, captured states")
        #expect(try inspect("b").facts.contains { $0.name == "its score" && $0.value == "F1 0.50" })
        #expect(try inspect("e").odd.count == 1)
        #expect(try inspect("f").odd.count == 1)
        #expect(try inspect("h").odd.first?.contains("Python pickle") == true)
        #expect(try inspect("k").odd.first?.contains("begins like JSON") == true)
        #expect(try inspect("l").odd == ["It holds x."])
        #expect(throws: Complaint.self) { try inspect("absent") }
    }

    @Test("NumPy files are described from their headers")
    func numpy() throws {
        let goldens = Places.computeGoldens.appending(path: "files")
        let archive = try Inspection.of(goldens.appending(path: "deflated.npz").path)
        #expect(archive.kind == .tensors)
        #expect(archive.tensors.first { $0.name == "noise" }?.shape == [20, 30])
        let bigEndian = try Inspection.of(goldens.appending(path: "big.npy").path)
        #expect(bigEndian.odd.first?.contains("big-endian") == true)
    }

    @Test("thousands of damaged configurations are inspected, none crashes")
    func damaged() throws {
        try folder.write("sae/cfg.json", Self.dictionary)
        try tensors("sae/sae_weights.safetensors", Self.shapes)
        try writeModel("model")
        try folder.write("model/nla_meta.yaml", Self.sidecar)
        var odd = 0
        for copy in mutations(of: Array(Self.dictionary.utf8), count: 500, seed: 6) {
            try folder.write("sae/cfg.json", copy)
            odd += try inspect("sae").odd.count
        }
        for copy in mutations(of: Array(Self.model.utf8), count: 500, seed: 7) {
            try folder.write("model/config.json", copy)
            odd += try inspect("model").odd.count
        }
        for copy in mutations(of: Array(Self.sidecar.utf8), count: 500, seed: 8) {
            try folder.write("model/nla_meta.yaml", copy)
            odd += try inspect("model").odd.count
        }
        for copy in mutations(
            of: Array(
                #"{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"added_tokens":[{"id":1}],"decoder":{"type":"ByteLevel"}}"#.utf8),
            count: 500, seed: 9)
        {
            try folder.write("t", copy)
            _ = try inspect("t")
        }
        #expect(odd > 500)
    }
}
