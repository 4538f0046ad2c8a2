import ParallaxModels
import Testing
import TestSupport

@Suite("The forward pass agrees with transformers in float32")
struct TransformersParityTests {
    static func model(of golden: String) throws -> LanguageModel {
        switch golden {
        case "av": try LanguageModel.open(folder: Places.sampleData.appending(path: "av"))
        case "ar": try LanguageModel.open(folder: Places.sampleData.appending(path: "ar"), role: .reconstructor)
        case "tiny-grouped", "tiny-tied": try LanguageModel.open(folder: Golden.folder.appending(path: golden))
        default: try LanguageModel.open(folder: Places.sampleData.appending(path: "subject"))
        }
    }

    @Test(
        "hidden states at every site and position, and logits",
        arguments: ["subject-1", "subject-2", "av", "ar", "tiny-grouped", "tiny-tied"])
    func statesAndLogits(name: String) throws {
        let error = try Self.model(of: name).distance(from: Golden(name))
        #expect(error < parity, "\(name): relative error \(error)")
    }

    @Test(
        "the greedy continuation token for token, and its log-probabilities",
        arguments: ["subject-1", "subject-2", "av", "tiny-grouped", "tiny-tied"])
    func greedyContinuation(name: String) throws {
        let golden = try Golden(name), wanted = try golden.ids("greedy_ids")
        let prompt = try golden.input().prefix(try golden.ids("prompt_length")[0])
        let found = try Self.model(of: name).generateGreedily(prompt, wanted.count)
        #expect(found.ids == wanted)
        let reference = try golden.view("greedy_logprobs").floats()
        for (a, b) in zip(found.logProbabilities, reference) { #expect(abs(a - Double(b)) < 1e-4) }
    }

    @Test("the reconstructor's last state through the value head")
    func valueHead() throws {
        let golden = try Golden("ar"), model = try Self.model(of: "ar")
        let output = try model.forward(ForwardRequest([.init(try golden.input())]))[0].output
        let file = try SafetensorsFile(Places.sampleData.appending(path: "ar/value_head.safetensors").path)
        let head = try WeightMatrix(try #require(file.tensors["weight"]), layout: .outputsByInputs)
        #expect(relativeError(head.apply(output.slice(output.count - 1..<output.count)), try golden.rows("prediction")) < parity)
    }

    @Test("what heads read, and what attention and MLP add, in every block", arguments: ["tiny-grouped", "tiny-tied"])
    func namedSites(name: String) throws {
        let golden = try Golden(name), model = try Self.model(of: name)
        let kinds: [(String, (Int) -> Site)] = [
            ("hook_z", { .hookZ(block: $0) }), ("attn_out", { .attentionOut(block: $0) }), ("mlp_in", { .mlpIn(block: $0) }),
            ("mlp_out", { .mlpOut(block: $0) })
        ]
        for block in 0..<model.configuration.blockCount {
            for (tensor, site) in kinds {
                let states = try model.forward(ForwardRequest([.init(try golden.input())], capture: [site(block)]))[0].states
                let error = relativeError(try #require(states[site(block)]), try golden.rows(tensor, block))
                #expect(error < parity, "\(site(block)): relative error \(error)")
            }
        }
    }
}

@Suite("stories260K, a model from outside", .enabled(if: Places.stories260K != nil, "../shared/data/stories260K is not there"))
struct Stories260KTests {
    @Test("hidden states at every site and position, and logits")
    func statesAndLogits() throws {
        let folder = try #require(Places.stories260K)
        let error = try LanguageModel.open(folder: folder).distance(from: Golden(at: folder.appending(path: "golden.safetensors")))
        #expect(error < parity, "relative error \(error)")
    }

    @Test("the golden story is continued token for token", arguments: [1, 10, 50])
    func story(prefix: Int) throws {
        let folder = try #require(Places.stories260K)
        let ids = try Golden(at: folder.appending(path: "golden.safetensors")).tokenIDs()
        let found = try LanguageModel.open(folder: folder).generateGreedily(.tokens(Array(ids.prefix(prefix))), ids.count - prefix)
        #expect(found.ids == Array(ids.dropFirst(prefix)))
    }
}
