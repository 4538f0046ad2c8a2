import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("A damaged or foreign dictionary is refused with a sentence")
struct HostileDictionaryTests {
    private func refusal(_ copy: DictionaryCopy) throws -> String {
        try #require(throws: Complaint.self) { try SparseAutoencoder.open(folder: copy.folder) }.description
    }

    @Test("a missing folder, configuration or weight file")
    func missing() throws {
        let copy = try DictionaryCopy(random: "topk")
        try FileManager.default.removeItem(at: copy.weights)
        #expect(try refusal(copy).contains("sae_weights.safetensors"))
        try FileManager.default.removeItem(at: copy.folder.appending(path: "cfg.json"))
        #expect(try refusal(copy).contains("cfg.json"))
        try FileManager.default.removeItem(at: copy.folder)
        #expect(try refusal(copy).contains("cfg.json"))
    }

    @Test("truncated weights, at every length", arguments: Array(stride(from: 0, to: 5800, by: 149)))
    func truncated(length: Int) throws {
        let copy = try DictionaryCopy(random: "jumprelu")
        try copy.truncate(to: length)
        #expect(try refusal(copy).contains("sae_weights.safetensors"))
    }

    @Test(
        "a configuration that is no JSON object",
        arguments: ["", "{", "[]", "7", "\"topk\"", "{\"d_in\":", String(repeating: "[", count: 100_000)])
    func noObject(text: String) throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure(text: text)
        #expect(try refusal(copy).contains("JSON object"))
    }

    @Test(
        "absurd values of cfg.json, with the key named",
        arguments: [
            ("k", 41), ("k", 0), ("k", -3), ("k", "7"), ("k", 7.5), ("k", true), ("k", 1e300), ("k", [7]), ("k", nil), ("d_in", -16),
            ("d_in", 0),
            ("d_in", "16"), ("d_in", nil), ("d_in", Int.max), ("d_sae", Int.max), ("d_sae", 1e30), ("d_sae", [40]), ("architecture", 3),
            ("apply_b_dec_to_input", 1),
            ("rescale_acts_by_decoder_norm", "yes"), ("normalize_activations", 3), ("normalize_activations", "covariance_whitening"),
            ("metadata", "none")
        ] as [(String, (any Sendable)?)])
    func absurd(key: String, value: (any Sendable)?) throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure([key: value ?? NSNull()])
        let sentence = try refusal(copy)
        #expect(sentence.contains("cfg.json, \(key)"), "\(sentence)")
    }

    @Test(
        "architectures that are not computed, by name",
        arguments: [
            "temporal", "matching_pursuit", "abstopk", "batchtopk", "matryoshka_batchtopk", "mystery"
        ])
    func architecture(name: String) throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure(["architecture": name])
        #expect(try refusal(copy).contains("\"\(name)\""))
    }

    @Test("sizes that contradict the tensors", arguments: [("d_in", 17, "b_dec"), ("d_sae", 39, "b_enc")])
    func contradiction(key: String, size: Int, tensor: String) throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.configure([key: size])
        let sentence = try refusal(copy)
        #expect(sentence.contains(key) && sentence.contains(tensor) && sentence.contains("\(size)"), "\(sentence)")
    }

    @Test("a missing tensor, by name", arguments: ["W_enc", "W_dec", "b_enc", "b_dec", "threshold"])
    func missingTensor(name: String) throws {
        let copy = try DictionaryCopy(random: "jumprelu")
        try copy.changeHeader("\"\(name)\"", to: "\"\(String(repeating: "x", count: name.count))\"")
        #expect(try refusal(copy).contains("tensor \(name),"))
    }

    @Test("a tensor of another shape, by name")
    func misshapen() throws {
        let copy = try DictionaryCopy(random: "topk")
        try copy.changeHeader("[16,40]", to: "[20,32]")
        #expect(try refusal(copy).contains("tensor W_enc of shape [16, 40]"))
    }

    @Test("weights of a type that is no weight's")
    func elementType() throws {
        let copy = try DictionaryCopy(random: "topk")
        while (try? copy.changeHeader("F32", to: "I32")) != nil {}
        #expect(try refusal(copy).contains("I32"))
    }

    @Test(
        "an input scaled by a factor that nothing states",
        arguments: [
            nil, "{}", "{\"scaling_factor\":null}", "{\"scaling_factor\":0}", "{\"scaling_factor\":-1}", "{\"scaling_factor\":1e99}",
            "no JSON"
        ])
    func unknownFactor(scaler: String?) throws {
        let copy = try DictionaryCopy(random: "standard-average")
        let file = copy.folder.appending(path: "activation_scaler.json")
        try FileManager.default.removeItem(at: file)
        if let scaler { try Data(scaler.utf8).write(to: file) }
        #expect(try refusal(copy).contains("activation_scaler.json"))
    }

    @Test("activations of another width")
    func width() throws {
        let dictionary = try SparseAutoencoder.open(folder: DictionaryGolden.randomFolder.appending(path: "topk"))
        try dictionary.check(width: 16)
        let complaint = try #require(throws: Complaint.self) { try dictionary.check(width: 128, of: "subject") }
        #expect(
            complaint.description
                == "dictionary topk: expected activations of width 16, found subject with width 128; choose a dictionary trained on this model (this one names \"random\")."
        )
    }
}
