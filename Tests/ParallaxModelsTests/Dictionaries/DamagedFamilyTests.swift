import Foundation
import ParallaxModels
import ParallaxWorld
import TestSupport
import Testing

@Suite("Damaged checkpoints of every family")
struct DamagedFamilyTests {
    private static let settings: Set = ["json", "yaml"]

    /// A copy with the last parts of its path, which some families read.
    private func copied(_ golden: FamilyGolden, into folder: TemporaryFolder) throws -> URL {
        let root = Places.computeGoldens.appending(path: "families")
        for set in ["published", "libraries"]
        where FileManager.default.fileExists(atPath: root.appending(path: "\(set)/\(golden.name)").path) {
            let target = folder.url.appending(path: golden.name)
            try FileManager.default.copyItem(at: root.appending(path: "\(set)/\(golden.name)"), to: target)
        }
        return folder.url.appending(path: golden.entry.path)
    }

    @Test("files with some bytes changed, cut off or repeated are read or refused, none crashes", arguments: FamilyParityTests.all)
    func damaged(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set), folder = try TemporaryFolder()
        let checkpoint = try copied(golden, into: folder)
        let files = try #require(FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: [.isRegularFileKey])).compactMap
        { $0 as? URL }
        .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
        var refused = 0, tried = 0
        for (number, file) in files.enumerated() {
            let valid = try Array(Data(contentsOf: file))
            let isSettings = Self.settings.contains(file.pathExtension)
            // Of weights the headers, at the beginning or (zip) at the end; damaged numbers are numbers.
            let region =
                isSettings || valid.count < 600
                ? 0..<valid.count : (number % 2 == 0 || file.pathExtension == "safetensors" ? 0..<300 : valid.count - 300..<valid.count)
            for copy in mutations(of: valid, count: 40, seed: UInt64(number + 7), within: region) {
                try Data(copy).write(to: file)
                tried += 1
                do {
                    let dictionary = try SparseAutoencoder.open(folder: checkpoint, site: .residual(1))
                    if golden.golden.input.width == dictionary.inputSize { _ = dictionary.decode(dictionary.encode(golden.golden.input)) }
                } catch is Complaint {
                    refused += 1
                }
                _ = try? Inspection.of(checkpoint.path)
            }
            try Data(valid).write(to: file)
        }
        #expect(tried >= 40 && refused > 0)
        #expect(golden.golden.difference(of: try SparseAutoencoder.open(folder: checkpoint)).worst <= 1e-5)
    }

    @Test(
        "settings that no family computes are refused by name",
        arguments: [
            ("llamascopium-topk", "\"sae_type\": \"sae\"", "\"sae_type\": \"clt\"", "sae_type"),
            ("llamascopium-topk", "\"topk\"", "\"layertopk\"", "act_fn"),
            ("llamascopium-topk", "\"use_glu_encoder\": false", "\"use_glu_encoder\": true", "use_glu_encoder"),
            ("llamascopium-topk", "\"dataset-wise\"", "\"batch-wise\"", "norm_activation"),
            ("llamascopium-topk", "\"top_k\": 7", "\"top_k\": 41", "top_k"),
            ("llama-scope", "\"dataset-wise\"", "\"token-wise\"", "norm_activation"),
            ("llama-scope", "\"in\": 9.0", "\"in\": -9.0", "dataset_average_activation_norm"),
            ("llama-scope", "\"jump_relu_threshold\": 1.1", "\"jump_relu_threshold\": null", "jump_relu_threshold"),
            ("gemma-scope-2", "jump_relu", "gated", "architecture")
        ])
    func refusals(name: String, text: String, other: String, key: String) throws {
        let golden = try FamilyGolden(name, set: "published"), folder = try TemporaryFolder()
        let checkpoint = try copied(golden, into: folder)
        for file in ["config.json", "hyperparams.json"].map({ checkpoint.appending(path: $0) })
        where FileManager.default.fileExists(atPath: file.path) {
            let settings = try String(contentsOf: file, encoding: .utf8)
            #expect(settings.contains(text))
            try settings.replacingOccurrences(of: text, with: other).write(to: file, atomically: true, encoding: .utf8)
        }
        let complaint = try #require(throws: Complaint.self) { try SparseAutoencoder.open(folder: checkpoint) }
        #expect(complaint.description.contains(key), "\(complaint)")
    }

    @Test("a Qwen-Scope file whose path has lost its k is refused with what to do")
    func lostPath() throws {
        let golden = try FamilyGolden("qwen-scope", set: "published"), folder = try TemporaryFolder()
        let file = folder.url.appending(path: "layer20.sae.pt")
        try FileManager.default.copyItem(at: golden.checkpoint, to: file)
        let complaint = try #require(throws: Complaint.self) { try SparseAutoencoder.open(folder: file) }
        #expect(complaint.remedy.contains("repository's name"))
    }

    @Test("weights without the settings that tell their family are refused, with the tensors' names")
    func noSettings() throws {
        let golden = try FamilyGolden("llamascopium-relu", set: "published"), folder = try TemporaryFolder()
        let checkpoint = try copied(golden, into: folder)
        try FileManager.default.removeItem(at: checkpoint.appending(path: "config.json"))
        let complaint = try #require(throws: Complaint.self) { try SparseAutoencoder.open(folder: checkpoint) }
        #expect(complaint.description.contains("W_E") && complaint.description.contains("known family"))
    }

    @Test("a folder of several dictionaries is refused by their number, and inspected as a set")
    func several() throws {
        let golden = try FamilyGolden("circuit-tracer", set: "published"), folder = try TemporaryFolder()
        let file = try copied(golden, into: folder)
        try FileManager.default.copyItem(at: file, to: file.deletingLastPathComponent().appending(path: "layer_6.safetensors"))
        let set = file.deletingLastPathComponent()
        #expect(try #require(throws: Complaint.self) { try SparseAutoencoder.open(folder: set) }.found.hasPrefix("the weights of 2"))
        #expect(try Inspection.of(set.path).family == "a set of 2 dictionaries")
        #expect(try SparseAutoencoder.open(folder: file).placement?.site == .mlpIn(block: 5))
    }
}
