import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("Dictionaries of strangers") struct StrangersDictionaryTests {
    private func input(_ name: String) throws -> Rows { try TensorReference(Strangers.path("\(name)/x.safetensors").path).rows() }

    @Test(
        "the reported ones encode without a site, with their own library's features",
        arguments: [
            "dl_ae_noconfig", "dl_ae_orig_mod", "hook_None", "hook_model_layers_10", "site_gemmascope_canon/layer_20/width_16k/canonical"
        ])
    func reported(name: String) throws {
        let dictionary = try SparseAutoencoder.open(folder: Strangers.path(name), needsSite: false),
            codes = dictionary.encode(try input(name)), expected = try Strangers.features(name)
        #expect(codes.count == expected.count)
        for (code, golden) in zip(codes, expected) {
            #expect(code.l0 == golden.count { $0 > 0 })
            for (feature, value) in zip(code.features, code.activations) {
                #expect(abs(value - golden[feature]) < 1e-4 * max(1, abs(golden[feature])))
            }
        }
    }

    @Test("topk without dict_class follows its trainer: relu, then the k largest")
    func topK() throws {
        let dictionary = try SparseAutoencoder.open(folder: Strangers.path("dl_topk_nodictclass"))
        #expect(dictionary.configuration.rule == .topK(5) && dictionary.placement?.site == .residual(4))
        #expect(dictionary.encode(try input("dl_topk_nodictclass")).allSatisfy { $0.l0 == 5 })
    }

    @Test("a site spelled as a module is one, and one that is null or nowhere is asked for by name")
    func sites() throws {
        #expect(try SparseAutoencoder.open(folder: Strangers.path("hook_model_layers_10")).placement?.site == .residual(11))
        for name in ["hook_None", "sparsify_flat/mydownload", "site_gemmascope_canon/layer_20/width_16k/canonical"] {
            let complaint = #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: Strangers.path(name)) }
            #expect(complaint?.remedy.contains("@blocks.3.hook_resid_post") == true)
            #expect(try SparseAutoencoder.open(folder: Strangers.path(name), site: .residual(3)).placement?.site == .residual(3))
            #expect(try Inspection.of(Strangers.path(name).path).kind == .dictionary)
        }
    }

    @Test(
        "what training wrapped it in changes nothing",
        arguments: ["orig_mod", "module", "module_orig_mod", "state_dict", "model", "sae", "autoencoder", "deep", "extra", "none"])
    func wrapped(name: String) throws {
        let golden = try FamilyGolden("dictionary-learning-AutoEncoder", set: "libraries")
        let file = Strangers.path("made/wrapped-\(name).\(name == "none" ? "safetensors" : "pt")"),
            dictionary = try SparseAutoencoder.open(folder: file, needsSite: false)
        let difference = golden.golden.difference(of: dictionary)
        #expect(difference.worst < 1e-5 && difference.ties == 0, "\(difference)")
        #expect(dictionary.placement == nil && dictionary.configuration.family == "dictionary_learning")
        #expect(dictionary.notes.contains { $0.contains("scores") } == (name == "extra"), "\(dictionary.notes)")
    }

    @Test("two dictionaries in one file are refused by the names before their tensors")
    func two() throws {
        let complaint = #expect(throws: Complaint.self) {
            try SparseAutoencoder.open(folder: Strangers.path("made/wrapped-two.pt"), needsSite: false)
        }
        #expect(complaint?.found == "the tensors of 2 (a.…, b.…)")
    }

    /// Which of the library's classes its tensors alone tell.
    @Test(
        "dictionary_learning's classes are told by their tensors",
        arguments: [
            "AutoEncoder", "AutoEncoder-square", "GatedAutoEncoder", "JumpReluAutoEncoder", "MatryoshkaBatchTopKSAE", "AutoEncoderTopK"
        ])
    func withoutConfiguration(name: String) throws {
        let golden = try FamilyGolden("dictionary-learning-\(name)", set: "libraries"), folder = try TemporaryFolder(),
            copy = folder.url.appending(path: "ae.pt")
        try FileManager.default.copyItem(at: golden.checkpoint.appending(path: "ae.pt"), to: copy)
        #expect(golden.golden.difference(of: try SparseAutoencoder.open(folder: copy, needsSite: false)).worst < 1e-5)
        #expect(golden.golden.difference(of: try SparseAutoencoder.open(folder: folder.url, site: .residual(1))).worst < 1e-5)
    }

    @Test("a threshold that training set may be topk's or batch topk's: the class is asked for")
    func ambiguous() throws {
        let golden = try FamilyGolden("dictionary-learning-BatchTopKSAE", set: "libraries"), folder = try TemporaryFolder()
        try FileManager.default.copyItem(at: golden.checkpoint.appending(path: "ae.pt"), to: folder.url.appending(path: "ae.pt"))
        let complaint = #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: folder.url, needsSite: false) }
        #expect(complaint?.remedy.contains("dict_class") == true && complaint?.expected.contains("encoder.weight") == true)
        _ = try folder.write("config.json", Array(#"{"trainer": {"trainer_class": "BatchTopKTrainer"}}"#.utf8))
        #expect(golden.golden.difference(of: try SparseAutoencoder.open(folder: folder.url, needsSite: false)).worst < 1e-5)
        _ = try folder.write(
            "config.json", Array(#"{"trainer": {"dict_class": "dictionary_learning.trainers.batch_top_k.BatchTopKSAE"}}"#.utf8))
        #expect(golden.golden.difference(of: try SparseAutoencoder.open(folder: folder.url, needsSite: false)).worst < 1e-5)
    }

    /// The families whose checkpoints do not say in their path what they compute.
    static let movable =
        (FamilyGolden.names("libraries").map { ($0, "libraries") } + FamilyGolden.names("published").map { ($0, "published") }).filter {
            $0.0 != "gemma-scope-1-embedding"
        }

    @Test("every family encodes given activations when nothing says its site", arguments: movable)
    func unplaced(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set), folder = try TemporaryFolder()
        // Qwen-Scope's k stands in the folder's name, a circuit-tracer set has other layers.
        let home = folder.url.appending(path: name.hasPrefix("qwen") ? "W64K-L0_5" : "download"), source = golden.checkpoint
        if source.isFolder {
            try FileManager.default.copyItem(at: source, to: home)
        } else {
            try FileManager.default.copyItem(at: source.deletingLastPathComponent(), to: home)
        }
        var dictionary = home
        if !source.isFolder {
            let keepsName = name == "attention-output"
            dictionary = home.appending(path: keepsName ? source.lastPathComponent : "weights.\(source.pathExtension)")
            if !keepsName { try FileManager.default.moveItem(at: home.appending(path: source.lastPathComponent), to: dictionary) }
        }
        for file in try FileManager.default.contentsOfDirectory(at: home, includingPropertiesForKeys: nil)
        where file.pathExtension == "json" {
            try JSONSerialization.data(withJSONObject: Self.withoutSites(try JSONSerialization.jsonObject(with: Data(contentsOf: file))))
                .write(to: file)
        }
        let opened = try SparseAutoencoder.open(folder: dictionary, needsSite: false)
        #expect(opened.placement == nil, "\(String(describing: opened.placement))")
        #expect(golden.golden.difference(of: opened).worst < 1e-5)
        #expect(try Inspection.of(dictionary.path).kind == .dictionary)
    }

    private static let siteKeys: Set = [
        "hook_name", "hook_name_out", "hook_point", "hook_point_in", "hook_point_out", "hf_hook_point_in", "hf_hook_point_out", "act_name",
        "layer", "submodule_name", "name"
    ]

    private static func withoutSites(_ value: Any) -> Any {
        guard let object = value as? [String: Any] else { return value }
        return Dictionary(uniqueKeysWithValues: object.map { ($0, siteKeys.contains($0) ? NSNull() : withoutSites($1)) })
    }
}

@Suite("Sites as people write them") struct SpelledSiteTests {
    static let spellings: [(String, Site)] = [
        ("4", .residual(4)), ("0", .residual(0)), ("blocks.3.hook_resid_post", .residual(4)), ("blocks.3.hook_out", .residual(4)),
        ("blocks.3.hook_in", .residual(3)), ("model.layers.10", .residual(11)),
        ("model.layers.10.output", .residual(11)), ("model.layers.10.input", .residual(10)),
        ("model.language_model.layers.7", .residual(8)), ("language_model.model.layers.7", .residual(8)),
        ("transformer.h.3", .residual(4)), ("h.3.attn", .attentionOut(block: 3)), ("transformer.h.3.mlp", .mlpOut(block: 3)),
        ("transformer.h.3.ln_2", .mlpIn(block: 3)), ("gpt_neox.layers.2", .residual(3)),
        ("gpt_neox.layers.2.attention", .attentionOut(block: 2)), ("model.layers.5.mlp", .mlpOut(block: 5)),
        ("model.layers.5.mlp.input", .mlpIn(block: 5)), ("model.layers.5.self_attn", .attentionOut(block: 5)),
        ("model.layers.5.self_attn.o_proj.input", .hookZ(block: 5)), ("model.embed_tokens", .residual(0)),
        ("transformer.wte", .residual(0)), ("hook_embed", .residual(0)), ("layers.5", .residual(6)),
        ("model.layers.5.pre_feedforward_layernorm", .mlpIn(block: 5)), ("model.layers.5.post_feedforward_layernorm", .mlpOut(block: 5)),
        ("blocks.2.attn.hook_out", .attentionOut(block: 2))
    ]

    @Test("one site, many spellings", arguments: spellings)
    func spelled(name: String, site: Site) throws { #expect(try Site(named: name) == site) }

    @Test(
        "what means no site, or different sites in different models, is refused",
        arguments: [
            "", "@", "-1", "layers", "model.layers", "model.layers.x", "model.layers.-1", "model.layers.3.mlp.up_proj",
            "model.layers.3.post_attention_layernorm", "vision_tower.layers.3", "blocks.3.", "blocks..hook_out",
            "model.layers.99999999999999999999", "lm_head", "model.norm", "model..layers.3", "layers.3.layers.4"
        ])
    func refused(name: String) { #expect(throws: Complaint.self) { try Site(named: name) } }

    @Test("DIR@SITE names a site where the whole is no file, and a folder with an @ is found")
    func references() throws {
        let folder = try TemporaryFolder()
        for name in ["sae", "sae@home", "sae@home@4"] {
            try FileManager.default.createDirectory(at: folder.url.appending(path: name), withIntermediateDirectories: true)
        }
        func read(_ text: String) throws -> (String, Site?) {
            let reference = try DictionaryReference(text, in: folder.url)
            return (reference.path, reference.site)
        }
        #expect(try read("sae") == ("sae", nil))
        #expect(try read("sae@4") == ("sae", .residual(4)))
        #expect(try read("sae@model.layers.3") == ("sae", .residual(4)))
        #expect(try read("sae@home") == ("sae@home", nil))
        #expect(try read("sae@home@5") == ("sae@home", .residual(5)))
        #expect(try read("sae@home@4") == ("sae@home@4", nil))
        #expect(try read("missing@nowhere") == ("missing@nowhere", nil))
        #expect(try read("missing@4") == ("missing", .residual(4)))
        #expect(throws: Complaint.self) { try read("sae@nowhere") }
    }
}
