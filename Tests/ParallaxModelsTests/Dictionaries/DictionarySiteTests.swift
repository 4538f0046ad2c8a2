import Foundation
import ParallaxModels
import ParallaxWorld
import TestSupport
import Testing

@Suite("Every dictionary carries a site, and says what is odd about it")
struct DictionarySiteTests {
    private let sample = DictionaryGolden.sampleFolder.appending(path: "blocks.3.hook_resid_post-k8")

    @Test("the site is the checkpoint's hook name")
    func fromCheckpoint() throws {
        let dictionary = try SparseAutoencoder.open(folder: sample)
        #expect(dictionary.placement?.site == .residual(4))
        #expect(dictionary.placement?.note == nil && dictionary.notes.isEmpty)
        #expect(
            dictionary.description
                == "blocks.3.hook_resid_post-k8: topk, at most 8 active, 128 → 1024 features, site 4 = blocks.3.hook_resid_post = NLA layer 3"
        )
    }

    @Test("a site in the workspace that differs is used, and said")
    func mismatch() throws {
        #expect(try SparseAutoencoder.open(folder: sample, site: .residual(4)).placement?.note == nil)
        let moved = try SparseAutoencoder.open(folder: sample, site: .residual(5))
        #expect(moved.placement?.site == .residual(5))
        let note = try #require(moved.placement?.note)
        #expect(note.contains(Site.residual(4).description) && note.contains(Site.residual(5).description))
        #expect(moved.notes == [note])
    }

    @Test("without a site anywhere the dictionary is refused, with one in the workspace it opens")
    func nowhere() throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure(["metadata": [String: String]()])
        #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: copy.folder) }
        let placed = try SparseAutoencoder.open(folder: copy.folder, site: .mlpOut(block: 1))
        #expect(placed.placement?.site == .mlpOut(block: 1) && placed.placement?.note == nil)
    }

    @Test("a hook name that is no site is refused, or said beside the workspace's")
    func unknownHook() throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure(["metadata": ["hook_name": "somewhere"]])
        #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: copy.folder) }
        #expect(try SparseAutoencoder.open(folder: copy.folder, site: .residual(1)).placement?.note?.contains("somewhere") == true)
    }

    /// What a checkpoint says of its site, the site that is understood and what is said of the rest.
    struct Stated: CustomTestStringConvertible, Sendable {
        let json: String
        var site: Site?
        var said: [String] = []
        var testDescription: String { json }
    }

    @Test(
        "given activations are encoded whatever the checkpoint calls its site; what is no site here is said with the sites that there are",
        arguments: [
            Stated(
                json: #"{"metadata": {"hook_name": "blocks.3.mlp.hook_post"}}"#,
                said: [#"names its site "blocks.3.mlp.hook_post", which is none here (blocks.L.hook_resid_post"#]),
            Stated(json: #"{"metadata": {"hook_name": "somewhere"}}"#, said: [#"names its site "somewhere""#]),
            Stated(
                json: #"{"metadata": {"hook_point": "transformer.h.3.mlp.c_fc"}}"#, said: [#"names its site "transformer.h.3.mlp.c_fc""#]),
            Stated(
                json: #"{"metadata": {}, "hook_point": "blocks.3.hook_resid_Post"}"#, said: [#"names its site "blocks.3.hook_resid_Post""#]),
            Stated(
                json: #"{"metadata": {}, "hook_name": "blocks.-1.hook_resid_post"}"#, said: [#"names its site "blocks.-1.hook_resid_post""#]
            ),
            Stated(json: #"{"metadata": {"hook_name": ""}}"#, said: [#"names its site """#]),
            Stated(json: #"{"metadata": {}, "hook_point": "blocks.{layer}.hook_resid_pre", "hook_point_layer": 8}"#, site: .residual(8)),
            Stated(json: #"{"metadata": {}, "hook_name": "blocks.{layer}.hook_mlp_out", "hook_layer": 2}"#, site: .mlpOut(block: 2)),
            Stated(
                json: #"{"metadata": {}, "hook_point": "blocks.{layer}.hook_resid_pre"}"#,
                said: [#"names its site "blocks.{layer}.hook_resid_pre""#]),
            Stated(
                json: #"{"metadata": {"hook_name": "blocks.3.hook_resid_post", "hook_layer": 4}}"#, site: .residual(4),
                said: [#"says that its layer is 4, and names the hook "blocks.3.hook_resid_post": the hook is used"#]),
            Stated(json: #"{"metadata": {"hook_layer": 3}}"#, said: ["says that its layer is 3, and not which of its sites"]),
            Stated(json: #"{"metadata": {"hook_name": "model.layers.3", "hook_layer": 3}}"#, site: .residual(4)),
            Stated(json: #"{"metadata": {"hook_name": null}}"#),
            // Layers that are no number say nothing, and are needed for nothing.
            Stated(json: #"{"metadata": {}, "hook_name": "blocks.1.hook_resid_post", "hook_layer": [1]}"#, site: .residual(2)),
            Stated(json: #"{"metadata": {}, "hook_name": "blocks.1.hook_resid_post", "hook_layer": "1"}"#, site: .residual(2)),
            Stated(json: #"{"metadata": {}, "hook_name": "blocks.1.hook_resid_post", "hook_point_layer": 1.5}"#, site: .residual(2))
        ])
    func stated(_ stated: Stated) throws {
        let copy = try DictionaryCopy(random: "topk")
        let values = try JSONSerialization.jsonObject(with: Data(stated.json.utf8)) as? [String: Any]
        try copy.configure(try #require(values))
        let dictionary = try SparseAutoencoder.open(folder: copy.folder, needsSite: false)
        #expect(dictionary.placement?.site == stated.site)
        #expect(
            dictionary.notes.count == stated.said.count && zip(dictionary.notes, stated.said).allSatisfy { $0.hasPrefix($1) },
            "\(dictionary.notes)")
        // Inspection says the same.
        let inspected = try Inspection.of(copy.folder.path)
        #expect(inspected.site == stated.site?.description)
        for said in stated.said {
            #expect(inspected.odd.contains { $0.contains(said.replacing("names its site ", with: "").prefix(20)) }, "\(inspected.odd)")
        }
        // A person's word counts, and the checkpoint's other one is said at most once.
        let told = try SparseAutoencoder.open(folder: copy.folder, site: .residual(1), needsSite: false)
        #expect(told.placement?.site == .residual(1))
        #expect(told.notes.count { $0.contains("the latter is used") } <= 1, "\(told.notes)")
    }

    @Test("what a transcoder reads is known where what it reconstructs is no site")
    func unknownTarget() throws {
        let copy = try DictionaryCopy(of: FamilyGolden("saelens-transcoder", set: "libraries").checkpoint)
        try copy.configure(["metadata": ["hook_name": "blocks.1.mlp.hook_in", "hook_name_out": "blocks.1.mlp.hook_post"]])
        let dictionary = try SparseAutoencoder.open(folder: copy.folder, needsSite: false)
        #expect(dictionary.placement?.site == .mlpIn(block: 1) && dictionary.placement?.isTargetKnown == false)
        #expect(
            dictionary.notes.first?.hasPrefix(#"names the site of what it reconstructs "blocks.1.mlp.hook_post", which is none here"#)
                == true)
        #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: copy.folder) }
    }

    @Test(
        "the weights' own metadata name a site where no settings do",
        arguments: [
            ("site", "blocks.2.hook_resid_post"), ("hook_name", "model.layers.2"), ("hook_point", "blocks.2.hook_out"), ("site", "nowhere")
        ])
    func metadata(key: String, name: String) throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure(["metadata": [String: String]()])
        let file = try SafetensorsFile(copy.weights.path)
        try SafetensorsWriter.write(
            file.names.map { ($0, .floats(file.tensors[$0]?.shape ?? [], file.tensors[$0]?.floats() ?? [])) }, metadata: [key: name],
            to: copy.weights)
        let dictionary = try SparseAutoencoder.open(folder: copy.folder, needsSite: false)
        #expect(dictionary.placement?.site == (name == "nowhere" ? nil : .residual(3)))
        #expect(dictionary.notes.contains { $0.contains("nowhere") } == (name == "nowhere"))
    }

    @Test("flattened heads, a processed model and other arithmetic are noted")
    func notes() throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure([
            "reshape_activations": "hook_z", "dtype": "bfloat16",
            "metadata": ["hook_name": "blocks.0.attn.hook_z", "model_from_pretrained_kwargs": ["center_writing_weights": true]]
        ])
        let dictionary = try SparseAutoencoder.open(folder: copy.folder)
        #expect(dictionary.placement?.site == .hookZ(block: 0) && dictionary.configuration.flattensHeads)
        #expect(
            dictionary.notes.count == 3 && dictionary.notes[1].contains("center_writing_weights")
                && dictionary.notes[2].contains("bfloat16"))
    }

    @Test("a flat configuration from before SAELens 6 is read with that time's defaults")
    func legacy() throws {
        let dictionary = try SparseAutoencoder.open(folder: DictionaryGolden.randomFolder.appending(path: "legacy-topk"))
        #expect(dictionary.configuration.rule == .topK(4) && dictionary.configuration.decoderNorms == .none)
        #expect(dictionary.placement?.site == .mlpOut(block: 2))
        #expect(dictionary.expectedL0 == 4)
        let copy = try DictionaryCopy(random: "legacy-topk")
        try copy.configure(["activation_fn_str": "tanh-relu"])
        #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: copy.folder) }
    }

    @Test("recorded firing fractions give the expected L0")
    func recordedFractions() throws {
        let copy = try DictionaryCopy(random: "jumprelu")
        #expect(try SparseAutoencoder.open(folder: copy.folder).expectedL0 == nil)
        let header = Data("{\"sparsity\":{\"dtype\":\"F32\",\"shape\":[40],\"data_offsets\":[0,160]}}".utf8)
        let fractions = [Float](repeating: -1, count: 40)
        try (withUnsafeBytes(of: UInt64(header.count)) { Data($0) } + header + fractions.withUnsafeBytes { Data($0) })
            .write(to: copy.folder.appending(path: "sparsity.safetensors"))
        #expect(abs(try #require(try SparseAutoencoder.open(folder: copy.folder).expectedL0) - 4) < 1e-9)
    }
}
