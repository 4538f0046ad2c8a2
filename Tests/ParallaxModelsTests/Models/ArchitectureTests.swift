import ParallaxModels
import TestSupport
import Testing

@Suite("Every family agrees with transformers in float32")
struct ArchitectureTests {
    @Test("hidden states at every site and position, and logits", arguments: Architecture.families + Architecture.variants)
    func statesAndLogits(architecture: Architecture) throws {
        let error = try architecture.model().distance(from: architecture.golden)
        #expect(error < parity, "relative error \(error)")
    }

    @Test("the greedy continuation token for token", arguments: Architecture.families + Architecture.variants)
    func greedyContinuation(architecture: Architecture) throws {
        let golden = try architecture.golden, wanted = try golden.ids("greedy_ids")
        let prompt = try golden.input().prefix(try golden.ids("prompt_length")[0])
        #expect(try architecture.model().generateGreedily(prompt, wanted.count).ids == wanted)
    }

    @Test(
        "a prompt in pieces over a cache gives what the whole gives, token by token too",
        arguments: Architecture.families + Architecture.variants)
    func pieces(architecture: Architecture) throws {
        let golden = try architecture.golden, ids = try golden.tokenIDs(), model = try architecture.model(),
            end = Site.residual(model.configuration.blockCount)
        let whole = try golden.rows("hidden_states", model.configuration.blockCount)
        for cuts in [[1], [6, 7], [3, 9, 10, 20], Array(1..<ids.count)] {
            let cache = KeyValueCache()
            var rows: [Float] = []
            for (from, to) in zip([0] + cuts, cuts + [ids.count]) {
                rows += try #require(
                    try model.forward(ForwardRequest([.init(.tokens(Array(ids[from..<to])), cache: cache)], capture: [end]))[0].states[end]
                ).values
            }
            let error = relativeError(Rows(count: ids.count, width: whole.width, values: rows), whole)
            #expect(error < parity, "cut at \(cuts): relative error \(error)")
        }
    }

    @Test("the configuration as transformers 4 wrote it means the same", arguments: Architecture.families)
    func version4(architecture: Architecture) throws {
        let older = try architecture.rewritten("config.v4.json")
        #expect(try ModelConfiguration(folder: older.folder) == ModelConfiguration(folder: architecture.folder))
        #expect(try older.open().distance(from: architecture.golden) < parity)
    }

    @Test(
        "a wrapper's weights are found in the older and the newer layout, and without the wrapper",
        arguments: [
            "language_model.model.", "model.language_model.", "model.", ""
        ])
    func wrapperLayouts(prefix: String) throws {
        let architecture = Architecture("gemma3")
        let checkpoint = try architecture.rewritten(rename: { name in
            let own = name.replacing(/^language_model\.model\./, with: prefix)
            // With the decoder the newer layout moves the rest of the wrapper.
            return prefix.hasPrefix("model.language") && own == name ? "model.\(name)" : own
        })
        #expect(try checkpoint.open().distance(from: architecture.golden) < parity)
    }
}
