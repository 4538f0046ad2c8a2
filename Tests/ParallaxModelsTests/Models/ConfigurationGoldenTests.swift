import Foundation
import ParallaxModels
import Testing
import ParallaxWorld
import TestSupport

/// Configurations as strangers have them, beside those that transformers 5 writes (Goldens/configurations/make.py).
@Suite("config.json as people have it is read as transformers reads it")
struct ConfigurationGoldenTests {
    private static let goldens = Places.computeGoldens.appending(path: "configurations")

    /// "mistral.full" of every golden.
    static let variants: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: goldens.path)) ?? []
        return files.filter { $0.hasSuffix(".safetensors") && $0.dropLast(".safetensors".count).contains(".") }.map {
            String($0.dropLast(".safetensors".count))
        }.sorted()
    }()

    /// The weights of the family with the variant's configuration.
    private func checkpoint(_ variant: String, _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let family = variant.split(separator: ".")[0]
        try FileManager.default.copyItem(
            at: Self.goldens.appending(path: "\(family).safetensors"), to: folder.appending(path: "model.safetensors"))
        try FileManager.default.copyItem(at: Self.goldens.appending(path: "\(variant).json"), to: folder.appending(path: "config.json"))
        try body(folder)
    }

    private func logits(_ folder: URL, _ ids: [Int]) throws -> Rows {
        try #require(try LanguageModel.open(folder: folder).forward(ForwardRequest([.init(.tokens(ids))], logits: .all))[0].logits)
    }

    private func distance(_ folder: URL, _ golden: Golden) throws -> Double {
        relativeError(try logits(folder, golden.tokenIDs()), try golden.rows("logits"))
    }

    @Test("the goldens are there")
    func there() { #expect(Self.variants.count >= 28) }

    @Test("logits", arguments: variants)
    func logits(variant: String) throws {
        let golden = try Golden(at: Self.goldens.appending(path: "\(variant).safetensors"))
        try checkpoint(variant) { folder in
            let error = try distance(folder, golden)
            #expect(error < parity, "relative error \(error)")
        }
    }

    @Test(
        "an activation of Gemma that is null is its tanh form, whatever stands beside it",
        arguments: ["gemma2.null", "gemma2.null-alone", "gemma3_text.null"])
    func null(variant: String) throws {
        let golden = try Golden(at: Self.goldens.appending(path: "\(variant.split(separator: ".")[0]).plain.safetensors"))
        try checkpoint(variant) { folder in
            let error = try distance(folder, golden)
            #expect(error < parity)
        }
    }

    @Test("in other families an activation that is null is refused: transformers has none for it")
    func nullElsewhere() throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, configuration: ["hidden_act": NSNull()])
        let message = #expect(throws: Complaint.self) { try checkpoint.open() }?.description ?? ""
        #expect(message.contains("hidden_act to be the name of an activation, found "))
    }

    @Test("rope_parameters beside a rope_scaling that means something else is refused")
    func both() throws {
        try checkpoint("llama.both-different") { folder in
            let message = #expect(throws: Complaint.self) { try LanguageModel.open(folder: folder) }?.description ?? ""
            #expect(message.contains("expected rope_parameters or rope_scaling, found both, and they differ"))
        }
    }

    @Test("a Mistral without a window in any block needs none; one that says where it slides needs one")
    func noWindow() throws {
        let golden = try Golden(at: Self.goldens.appending(path: "mistral.full.safetensors"))
        try checkpoint("mistral.no-window") { folder in
            let error = try distance(folder, golden)
            #expect(error < parity)
        }
        let lacking = try RewrittenCheckpoint(
            of: Architecture("mistral").folder,
            configuration: ["layer_types": ["sliding_attention", "full_attention", "full_attention"], "sliding_window": NSNull()])
        let message = #expect(throws: Complaint.self) { try lacking.open() }?.description ?? ""
        #expect(message.contains("sliding_window"))
    }

    @Test(
        "what is written and not read is said",
        arguments: [
            (
                "gpt_neox.theta-alone",
                "rope_theta 200.0 is not read: this family calls it rotary_emb_base, which is left out, so that it is 10000.0"
            ),
            ("gpt_neox.factor-alone", "partial_rotary_factor 0.5 is not read"), ("gemma3_text.flat-other", "rope_parameters is not read"),
            ("gemma3_text.flat-scaled", "rope_parameters is not read")
        ])
    func said(variant: String, words: String) throws {
        try checkpoint(variant) { folder in
            let notes = try LanguageModel.open(folder: folder).notes
            #expect(notes.count == 1 && notes[0].description.contains(words), "\(notes)")
            #expect(try Inspection.of(folder.path).odd.contains { $0.contains(words) })
        }
    }

    @Test(
        "nothing is said of a configuration that is read as it is written",
        arguments: ["gpt_neox.both", "gpt_neox.base-alone", "gemma3_text.flat-default", "gemma3_text.old", "mistral.mixed", "gemma.gelu"])
    func quiet(variant: String) throws {
        try checkpoint(variant) { folder in
            let notes = try LanguageModel.open(folder: folder).notes
            #expect(notes.isEmpty)
        }
    }

    @Test("tensors that the model does not use are left aside, and named; missing ones are an error")
    func unused() throws {
        try checkpoint("llama.plain") { folder in
            let model = try LanguageModel.open(folder: folder)
            #expect(
                Set(model.unusedTensors) == [
                    "model.layers.2.input_layernorm.weight", "model.layers.2.mlp.down_proj.weight",
                    "model.layers.2.self_attn.q_proj.weight", "mtp.0.proj.weight", "score.weight",
                    "v_head.summary.weight", "value_head.bias"
                ])
            let note = try #require(model.notes.first).description
            #expect(note.contains("v_head.summary.weight") || note.contains("score.weight"))
            #expect(
                try Inspection.of(folder.path).odd.contains {
                    $0.hasPrefix("No part of the model uses") && $0.contains("mtp.0.proj.weight")
                })
        }
        // A bias inside a block is another model than config.json says.
        let biased = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyTied, extra: ["model.layers.0.self_attn.q_proj.bias"])
        let refused = #expect(throws: Complaint.self) { try biased.open() }
        #expect(refused?.description.contains("q_proj.bias, which no part of the model uses") == true)
        let scaled = try RewrittenCheckpoint(
            of: RewrittenCheckpoint.tinyTied, extra: ["model.layers.0.self_attn.k_scale", "lm_head.rotary.inv_freq_other"])
        #expect(try scaled.open().unusedTensors.count == 2)
        let short = try RewrittenCheckpoint(
            of: RewrittenCheckpoint.tinyTied, tensor: { name, _, values in name.hasSuffix("norm.weight") ? nil : values })
        #expect(throws: Complaint.self) { try short.open() }
    }
}
