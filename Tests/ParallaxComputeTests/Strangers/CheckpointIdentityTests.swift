import Foundation
@testable import ParallaxComparisons
@testable import ParallaxModels
import ParallaxCompute
import TestSupport
import Testing

@Suite("A checkpoint knows itself") struct CheckpointIdentityTests {
    private let sample = Places.sampleData

    @Test("what the sample's checkpoints have always been called they are called still, so that what was saved stays valid")
    func always() throws {
        #expect(
            try SparseAutoencoder.open(folder: sample.appending(path: "sae/blocks.3.hook_resid_post-k16")).fingerprint
                == "970c709b051140b7-894b5b343e7745a4")
        #expect(
            try SparseAutoencoder.open(folder: sample.appending(path: "sae/blocks.3.hook_resid_post-k2")).fingerprint
                == "c86b0e365c0c3573-b06d5485deba25c7")
        let model = try LanguageModel.open(folder: sample.appending(path: "subject"))
        #expect(model.fingerprint == "672d9c9796a85c87" && model.name == "subject")
        let av = try ActivationVerbalizer.open(folder: sample.appending(path: "av")),
            ar = try ActivationReconstructor.open(folder: sample.appending(path: "ar"))
        #expect(av.fingerprint == "815154cfd2039835" && ar.fingerprint == "3841bac4d1062dfa")
        #expect(ComparisonSubject.Verbalizer(name: "sft", verbalizer: av, texts: nil, reconstructor: ar).fingerprint == "47ed1d42163e46ca")
        for checkpoint in [model, av, ar] as [any Checkpoint] {
            try checkpoint.checkIntact()
            #expect(checkpoint.files.allSatisfy { FileManager.default.fileExists(atPath: $0.path) } && checkpoint.files.count >= 2)
        }
    }

    @Test("a calibration that was saved with the name of the whole folder is accepted for that folder, and for no other")
    func former() throws {
        let calibration = try ClaimCalibration.open(sample.appending(path: "claims.calibration"))
        let rules = try ClaimRules.open(sample.appending(path: "claims.json"))
        func now(_ dictionary: URL) throws -> ClaimCheckpoints {
            ClaimCheckpoints(
                model: try LanguageModel.open(folder: sample.appending(path: "subject")),
                av: try ActivationVerbalizer.open(folder: sample.appending(path: "av")),
                ar: try ActivationReconstructor.open(folder: sample.appending(path: "ar")), explanations: nil,
                dictionary: try SparseAutoencoder.open(folder: dictionary), rules: rules)
        }
        try calibration.check(now(sample.appending(path: "sae/blocks.3.hook_resid_post-k16")))
        let complaint = #expect(throws: Complaint.self) {
            try calibration.check(now(sample.appending(path: "sae/blocks.3.hook_resid_post-k8")))
        }
        #expect(complaint?.found.contains("another dictionary") == true && complaint?.found.contains("another model") == false)
        // Given as a file it is the same dictionary by another name than the folder's: the old name does not tell files apart.
        #expect(throws: Complaint.self) {
            try calibration.check(now(sample.appending(path: "sae/blocks.3.hook_resid_post-k8/sae_weights.safetensors")))
        }
    }

    @Test("given as a folder or as its file it is one dictionary, and every golden is another", arguments: ["libraries", "published"])
    func told(set: String) throws {
        var seen: [String: String] = [:]
        for name in FamilyGolden.names(set) {
            let url = try FamilyGolden(name, set: set).checkpoint, dictionary = try SparseAutoencoder.open(folder: url, needsSite: false),
                file = try #require(dictionary.files.first)
            #expect(try SparseAutoencoder.open(folder: url, needsSite: false).fingerprint == dictionary.fingerprint)
            if url.isFolder, name != "llama-scope", name != "llama-scope-transcoder" {
                #expect(try SparseAutoencoder.open(folder: file, needsSite: false).fingerprint == dictionary.fingerprint, "\(name)")
            }
            #expect(seen.updateValue(name, forKey: dictionary.fingerprint) == nil, "\(name) and \(seen[dictionary.fingerprint] ?? "")")
        }
    }

    @Test("one weight, one setting or the factor beside it makes another dictionary; a note beside it does not")
    func changes() throws {
        let copy = try DictionaryCopy(random: "standard-average"), own = try SparseAutoencoder.open(folder: copy.folder).fingerprint
        func now() throws -> String { try SparseAutoencoder.open(folder: copy.folder).fingerprint }
        try Data("a note".utf8).write(to: copy.folder.appending(path: "README.md"))
        #expect(try now() == own)
        try Data(#"{"scaling_factor": 0.125}"#.utf8).write(to: copy.folder.appending(path: "activation_scaler.json"))
        let scaled = try now()
        #expect(scaled != own)
        try copy.configure(["apply_b_dec_to_input": false])
        let configured = try now()
        #expect(configured != scaled)
        try copy.change("b_dec") { $0 + 1 }
        #expect(try now() != configured)
    }

    @Test("what stands in the path counts where a family keeps its settings there")
    func path() throws {
        let golden = try FamilyGolden("qwen-scope", set: "published"), folder = try TemporaryFolder()
        let prints = try [5, 6].map { k in
            let home = folder.url.appending(path: "W64K-L0_\(k)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let file = home.appending(path: "layer20.sae.pt")
            try FileManager.default.copyItem(at: golden.checkpoint, to: file)
            return try SparseAutoencoder.open(folder: file).fingerprint
        }
        #expect(prints[0] != prints[1])
    }

    @Test("a dictionary that is written over says so")
    func intact() throws {
        let copy = try DictionaryCopy(random: "standard"), dictionary = try SparseAutoencoder.open(folder: copy.folder)
        try dictionary.checkIntact()
        let handle = try FileHandle(forWritingTo: copy.weights)
        try handle.truncate(atOffset: 100)
        try handle.close()
        #expect(throws: Complaint.self) { try dictionary.checkIntact() }
    }
}
