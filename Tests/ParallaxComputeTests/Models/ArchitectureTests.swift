import ParallaxCompute
import Testing

@Suite("Every family agrees with transformers in float32")
struct ArchitectureTests {
    @Test("hidden states at every site and position, and logits", arguments: Architecture.families + Architecture.variants)
    func statesAndLogits(architecture: Architecture) throws {
        let error = try architecture.model().distance(from: architecture.golden)
        #expect(error < parity, "relative error \(error)")
    }

    @Test("what heads read, what enters the MLP, and what attention and MLP add, in every block", arguments: Architecture.families)
    func namedSites(architecture: Architecture) throws {
        let golden = try architecture.golden, model = try architecture.model()
        let kinds: [(String, (Int) -> Site)] = [
            ("hook_z", { .hookZ(block: $0) }), ("attn_out", { .attentionOut(block: $0) }), ("mlp_in", { .mlpIn(block: $0) }), ("mlp_out", { .mlpOut(block: $0) }),
        ]
        let blocks = 0..<model.configuration.blockCount
        let states = try model.forward(ForwardRequest([.init(try golden.input())], capture: Set(kinds.flatMap { blocks.map($0.1) })))[0].states
        for (tensor, site) in kinds {
            for block in blocks {
                let error = relativeError(try #require(states[site(block)]), try golden.rows(tensor, block))
                #expect(error < parity, "\(site(block)): relative error \(error)")
            }
        }
    }

    @Test("a replacement is seen by what follows it, at every named site", arguments: Architecture.families)
    func replacement(architecture: Architecture) throws {
        let model = try architecture.model(), ids = try architecture.golden.tokenIDs(), end = Site.residual(model.configuration.blockCount)
        let plain = try model.forward(ForwardRequest([.init(.tokens(ids))]))[0].output
        for site in [Site.hookZ(block: 1), .attentionOut(block: 1), .mlpIn(block: 1), .mlpOut(block: 1)] {
            let zeros = [Float](repeating: 0, count: try #require(model.width(of: site)))
            let replacement = ForwardRequest.Replacement(site: site, position: 20, vector: zeros)
            let found = try model.forward(ForwardRequest([.init(.tokens(ids), replacements: [replacement])], capture: [site, end]))[0].states
            #expect(try #require(found[site])[20] == zeros)
            let after = try #require(found[end])
            #expect(relativeError(after.slice(0..<20), plain.slice(0..<20)) < 1e-5 && relativeError(after.slice(20..<21), plain.slice(20..<21)) > 1e-3)
        }
    }

    @Test("the greedy continuation token for token", arguments: Architecture.families + Architecture.variants)
    func greedyContinuation(architecture: Architecture) throws {
        let golden = try architecture.golden, wanted = try golden.ids("greedy_ids")
        let prompt = try golden.input().prefix(try golden.ids("prompt_length")[0])
        #expect(try architecture.model().generateGreedily(prompt, wanted.count).ids == wanted)
    }

    @Test("a prompt in pieces over a cache gives what the whole gives, token by token too", arguments: Architecture.families + Architecture.variants)
    func pieces(architecture: Architecture) throws {
        let golden = try architecture.golden, ids = try golden.tokenIDs(), model = try architecture.model(), end = Site.residual(model.configuration.blockCount)
        let whole = try golden.rows("hidden_states", model.configuration.blockCount)
        for cuts in [[1], [6, 7], [3, 9, 10, 20], Array(1..<ids.count)] {
            let cache = KeyValueCache()
            var rows: [Float] = []
            for (from, to) in zip([0] + cuts, cuts + [ids.count]) {
                rows += try #require(try model.forward(ForwardRequest([.init(.tokens(Array(ids[from..<to])), cache: cache)], capture: [end]))[0].states[end]).values
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

    @Test("a wrapper's weights are found in the older and the newer layout, and without the wrapper", arguments: [
        "language_model.model.", "model.language_model.", "model.", "",
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
