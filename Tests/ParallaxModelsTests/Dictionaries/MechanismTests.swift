import Foundation
import ParallaxModels
import TestSupport
import Testing

/// Each part of the formulas is needed for parity: without it, the golden is missed by far.
@Suite("Switching off any one mechanism of a dictionary breaks parity")
struct MechanismTests {
    private func expectBroken(_ name: String, _ alter: (DictionaryCopy) throws -> Void) throws {
        let golden = try DictionaryGolden(name, file: "random")
        let copy = try DictionaryCopy(random: name)
        #expect(golden.difference(of: try SparseAutoencoder.open(folder: copy.folder)).worst <= 1e-5)
        try alter(copy)
        #expect(golden.difference(of: try SparseAutoencoder.open(folder: copy.folder)).worst > 1e-3)
    }

    @Test("the encoder's bias", arguments: ["topk", "standard", "jumprelu"])
    func encoderBias(name: String) throws { try expectBroken(name) { try $0.change("b_enc") { _ in 0 } } }

    @Test("the decoder's bias", arguments: ["topk", "topk-raw-input", "standard", "jumprelu-raw-input"])
    func decoderBias(name: String) throws { try expectBroken(name) { try $0.change("b_dec") { _ in 0 } } }

    @Test("subtracting the decoder's bias from the input", arguments: ["topk", "standard", "jumprelu"])
    func subtraction(name: String) throws { try expectBroken(name) { try $0.configure(["apply_b_dec_to_input": false]) } }

    @Test("not subtracting it where the checkpoint says so", arguments: ["topk-raw-input", "standard-raw-input", "jumprelu-raw-input"])
    func noSubtraction(name: String) throws { try expectBroken(name) { try $0.configure(["apply_b_dec_to_input": true]) } }

    @Test("the number of features that topk keeps")
    func k() throws { try expectBroken("topk") { try $0.configure(["k": 8]) } }

    @Test("the relu after topk")
    func reluAfterTopK() throws {
        let copy = try DictionaryCopy(random: "topk-few-positive")
        let codes = try SparseAutoencoder.open(folder: copy.folder).encode(DictionaryGolden("topk-few-positive", file: "random").input)
        #expect(codes.contains { $0.l0 < 12 })
        #expect(codes.allSatisfy { $0.activations.allSatisfy { $0 > 0 } })
    }

    @Test("selecting by activation times the decoder row's norm", arguments: ["topk-rescaled", "topk-rescaled-average"])
    func rowNorms(name: String) throws { try expectBroken(name) { try $0.configure(["rescale_acts_by_decoder_norm": false]) } }

    @Test("the thresholds", arguments: ["jumprelu", "jumprelu-layer-norm"])
    func thresholds(name: String) throws { try expectBroken(name) { try $0.change("threshold") { _ in 0 } } }

    @Test("relu before the threshold, where a threshold is negative")
    func reluBeforeThreshold() throws {
        let copy = try DictionaryCopy(random: "jumprelu")
        try copy.change("threshold") { _ in -1_000_000 }
        let input = try DictionaryGolden("jumprelu", file: "random").input
        #expect(try SparseAutoencoder.open(folder: copy.folder).encode(input).allSatisfy { $0.activations.allSatisfy { $0 > 0 } })
    }

    @Test("a pre-activation that equals its threshold is not active")
    func strictThreshold() throws {
        let copy = try DictionaryCopy(random: "jumprelu")
        for tensor in ["W_enc", "b_dec"] { try copy.change(tensor) { _ in 0 } }
        try copy.change("b_enc") { _ in 0.5 }
        try copy.change("threshold") { _ in 0.5 }
        #expect(try SparseAutoencoder.open(folder: copy.folder).encode(Rows([Float](repeating: 1, count: 16)))[0].l0 == 0)
        try copy.change("threshold") { _ in Float(0.5).nextDown }
        #expect(try SparseAutoencoder.open(folder: copy.folder).encode(Rows([Float](repeating: 1, count: 16)))[0].l0 == 40)
    }

    @Test(
        "the input's normalisation",
        arguments: ["topk-constant-norm", "standard-layer-norm", "jumprelu-layer-norm", "standard-average", "topk-rescaled-average"])
    func normalisation(name: String) throws { try expectBroken(name) { try $0.configure(["normalize_activations": "none"]) } }

    @Test("the factor of the input's average norm")
    func factor() throws {
        try expectBroken("standard-average") {
            try Data("{\"scaling_factor\": 1.3}".utf8).write(to: $0.folder.appending(path: "activation_scaler.json"))
        }
    }
}
