import Foundation
import ParallaxCompute
import Testing

@Suite("Every dictionary carries a site, and says what is odd about it")
struct DictionarySiteTests {
    private let sample = DictionaryGolden.sampleFolder.appending(path: "blocks.3.hook_resid_post-k8")

    @Test("the site is the checkpoint's hook name")
    func fromCheckpoint() throws {
        let dictionary = try SparseAutoencoder.open(folder: sample)
        #expect(dictionary.placement?.site == .residual(4))
        #expect(dictionary.placement?.note == nil && dictionary.notes.isEmpty)
        #expect(dictionary.description == "blocks.3.hook_resid_post-k8: topk, at most 8 active, 128 → 1024 features, site 4 = blocks.3.hook_resid_post = NLA layer 3")
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

    @Test("flattened heads, a processed model and other arithmetic are noted")
    func notes() throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure([
            "reshape_activations": "hook_z", "dtype": "bfloat16",
            "metadata": ["hook_name": "blocks.0.attn.hook_z", "model_from_pretrained_kwargs": ["center_writing_weights": true]],
        ])
        let dictionary = try SparseAutoencoder.open(folder: copy.folder)
        #expect(dictionary.placement?.site == .hookZ(block: 0) && dictionary.configuration.flattensHeads)
        #expect(dictionary.notes.count == 3 && dictionary.notes[1].contains("center_writing_weights") && dictionary.notes[2].contains("bfloat16"))
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
