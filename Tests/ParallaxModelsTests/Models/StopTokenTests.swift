import Foundation
import ParallaxModels
import Testing
import ParallaxWorld
import TestSupport

/// What ends a generated text (Goldens/configurations/make.py: transformers with that eos_token_id passed).
@Suite("a text ends where config.json, generation_config.json or the tokenizer says") struct StopTokenTests {
    private struct Golden: Decodable {
        var prompt: [Int]
        var free: [Int]
        var stop: Int
        var stopped: [Int]
    }

    private static let goldens = Places.computeGoldens.appending(path: "configurations")
    private static func golden() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: goldens.appending(path: "stops.json")))
    }

    /// A token a letter, and the tokenizer's own end.
    private func checkpoint(eos: Any?, configuration: [String: (any Sendable)?] = [:], generation: String? = nil) throws -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        let letters = (0..<32).map { String(UnicodeScalar(UInt8(64 + $0))) }
        let tokenizer: [String: Any] = [
            "version": "1.0", "added_tokens": [] as [Any],
            "model": [
                "type": "BPE", "vocab": Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0) }), "merges": [] as [String]
            ] as [String: Any]
        ]
        try JSONSerialization.data(withJSONObject: tokenizer).write(to: folder.url.appending(path: "tokenizer.json"))
        let settings: [String: Any] = ["tokenizer_class": "PreTrainedTokenizerFast", "eos_token": eos ?? NSNull()]
        try JSONSerialization.data(withJSONObject: settings).write(to: folder.url.appending(path: "tokenizer_config.json"))
        var config =
            try JSONSerialization.jsonObject(with: Data(contentsOf: Self.goldens.appending(path: "llama.plain.json"))) as! [String: Any]
        for (key, value) in configuration { config[key] = value }
        try JSONSerialization.data(withJSONObject: config).write(to: folder.url.appending(path: "config.json"))
        try FileManager.default.copyItem(
            at: Self.goldens.appending(path: "llama.safetensors"), to: folder.url.appending(path: "model.safetensors"))
        if let generation { try folder.write("generation_config.json", generation) }
        return folder
    }

    private func letter(_ id: Int) -> String { String(UnicodeScalar(UInt8(64 + id))) }

    private func written(_ folder: TemporaryFolder) throws -> [Int] {
        let model = try LanguageModel.open(folder: folder.url), golden = try Self.golden()
        let stop = model.configuration.stopTokenIDs(try Tokenizer.open(folder: folder.url))
        return try model.generate([.tokens(golden.prompt)], sampling: .greedy(maximumTokens: 20), stop: stop)[0].ids
    }

    @Test("where the configurations name no end, the tokenizer's eos_token is one, as a string and as an object")
    func tokenizer() throws {
        let golden = try Self.golden(), none: [String: (any Sendable)?] = ["eos_token_id": NSNull()]
        #expect(try written(checkpoint(eos: nil, configuration: none)) == golden.free)
        #expect(try written(checkpoint(eos: letter(golden.stop), configuration: none)) == golden.stopped)
        #expect(try written(checkpoint(eos: ["content": letter(golden.stop), "special": true], configuration: none)) == golden.stopped)
        #expect(
            try written(checkpoint(eos: letter(golden.stop), configuration: ["eos_token_id": 2])) == golden.stopped,
            "beside one that config.json names")
        #expect(
            try written(
                checkpoint(eos: letter(golden.stop), configuration: ["eos_token_id": [2, 31]], generation: #"{"eos_token_id": 30}"#))
                == golden.stopped)
    }

    @Test("config.json and generation_config.json end it as well, whatever the tokenizer says")
    func configurations() throws {
        let golden = try Self.golden(), other = letter(31)
        #expect(try written(checkpoint(eos: other, configuration: ["eos_token_id": golden.stop])) == golden.stopped)
        #expect(
            try written(checkpoint(eos: other, configuration: ["eos_token_id": 2], generation: "{\"eos_token_id\": [\(golden.stop), 2]}"))
                == golden.stopped)
    }

    @Test("inspect says where texts end")
    func inspection() throws {
        let golden = try Self.golden()
        let folder = try checkpoint(eos: letter(golden.stop), configuration: ["eos_token_id": 2], generation: #"{"eos_token_id": 30}"#)
        #expect(
            try Inspection.of(folder.url.path).facts.first { $0.name == "text ends at" }?.value
                == "2 B, \(golden.stop) \(letter(golden.stop)), 30 ^")
    }
}
