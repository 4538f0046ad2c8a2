import ParallaxModels
import Testing
import TestSupport

@Suite("The forward pass: batches, embeddings, replacements, stopping")
struct ForwardPassTests {
    let model: LanguageModel
    let ids: [Int]

    init() throws {
        model = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped)
        ids = try Golden("tiny-grouped").tokenIDs()
    }

    private var sites: Set<Site> { Set(model.residualSites) }
    /// What another order of additions may change.
    private let rounding = 1e-5

    private func states(_ input: ForwardRequest.Input, _ replacements: [ForwardRequest.Replacement] = []) throws -> [Site: Rows] {
        try model.forward(ForwardRequest([.init(input, replacements: replacements)], capture: sites))[0].states
    }

    @Test("sequences of a batch do not touch each other, whatever their lengths and pasts")
    func batch() throws {
        let texts = [Array(ids[0..<24]), Array(ids[3..<4]), Array(ids[5..<12]), Array(ids[1..<17])]
        let cache = KeyValueCache(), alone = KeyValueCache()
        for cache in [cache, alone] { _ = try model.forward(ForwardRequest([.init(.tokens(Array(ids[0..<5])), cache: cache)])) }
        var inputs = texts.map { ForwardRequest.SequenceInput(.tokens($0)) }
        inputs[2].cache = cache
        let together = try model.forward(ForwardRequest(inputs, capture: sites, logits: .all))
        inputs[2].cache = alone
        for (input, result) in zip(inputs, together) {
            let single = try model.forward(ForwardRequest([input], capture: sites, logits: .all))[0]
            for site in sites { #expect(relativeError(try #require(result.states[site]), try #require(single.states[site])) < rounding) }
            #expect(relativeError(try #require(result.logits), try #require(single.logits)) < rounding)
            #expect(relativeError(result.output, single.output) < rounding)
        }
    }

    @Test("embeddings in place of ids give the same")
    func embeddings() throws {
        let rows = try model.embed(ids)
        #expect(try states(.embeddings(rows)) == states(.tokens(ids)))
    }

    @Test("site 0 is what enters block 0, and the last site is the output")
    func ends() throws {
        let result = try model.forward(ForwardRequest([.init(.tokens(ids))], capture: sites))[0]
        #expect(try result.states[.residual(0)] == model.embed(ids))
        #expect(result.states[.residual(3)] == result.output)
        #expect(result.logits == nil)
    }

    @Test("logits of the last token are the last row of all logits, and the logit lens of the output")
    func logits() throws {
        func logits(_ which: ForwardRequest.Logits) throws -> Rows {
            try #require(try model.forward(ForwardRequest([.init(.tokens(ids)), .init(.tokens([5, 6]))], logits: which))[0].logits)
        }
        let all = try logits(.all), last = try logits(.last)
        #expect(all.count == ids.count && last.count == 1)
        #expect(relativeError(last, all.slice(ids.count - 1..<ids.count)) < rounding)
        let output = try model.forward(ForwardRequest([.init(.tokens(ids))]))[0].output
        #expect(relativeError(try model.logits(output), all) < rounding)
    }

    @Test("a replacement by what is there anyway changes nothing")
    func sameReplacement() throws {
        let plain = try states(.tokens(ids))
        for site in sites {
            let vector = try #require(plain[site])[7]
            let replaced = try states(.tokens(ids), [.init(site: site, position: 7, vector: vector)])
            for other in sites { #expect(relativeError(try #require(replaced[other]), try #require(plain[other])) < rounding) }
        }
    }

    @Test("a replacement is what later sites see: from its site on, from its position on")
    func replacement() throws {
        let plain = try states(.tokens(ids)), vector = (0..<32).map { Float($0 % 5) - 2 }
        let replaced = try states(.tokens(ids), [.init(site: .residual(2), position: 9, vector: vector)])
        #expect(try #require(replaced[.residual(2)])[9] == vector)
        for site in 0...3 {
            let before = try #require(plain[.residual(site)]), after = try #require(replaced[.residual(site)])
            for position in ids.indices {
                let changed = relativeError(after.slice(position..<position + 1), before.slice(position..<position + 1)) > 1e-3
                #expect(changed == (site == 2 ? position == 9 : site == 3 && position >= 9), "site \(site), position \(position)")
            }
        }
    }

    @Test("replacing an embedding is the same as giving other embeddings")
    func replacedEmbedding() throws {
        let vector = (0..<32).map { Float($0) / 16 - 1 }
        var rows = try model.embed(ids)
        rows[4] = vector
        #expect(try states(.tokens(ids), [.init(site: .residual(0), position: 4, vector: vector)]) == states(.embeddings(rows)))
    }

    @Test("replacing a head's reading by zeros takes its part away, at named sites too")
    func namedReplacement() throws {
        let site = Site.attentionOut(block: 1), zeros = [Float](repeating: 0, count: 32)
        let replaced = try model.forward(
            ForwardRequest(
                [.init(.tokens(ids), replacements: [.init(site: site, position: 3, vector: zeros)])],
                capture: [site, .mlpOut(block: 1), .residual(1), .residual(2)]))[0].states
        let before = try #require(replaced[.residual(1)])[3], mlp = try #require(replaced[.mlpOut(block: 1)])[3],
            after = try #require(replaced[.residual(2)])[3]
        #expect(zip(after, zip(before, mlp)).allSatisfy { abs($0 - ($1.0 + $1.1)) < 1e-4 })
    }

    @Test("a replacement's position is absolute in a continued sequence")
    func positionAfterCache() throws {
        let vector = [Float](repeating: 1, count: 32),
            replacement = ForwardRequest.Replacement(site: .residual(1), position: 12, vector: vector)
        let whole = try states(.tokens(ids), [replacement]), cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens(Array(ids[..<10])), cache: cache)]))
        let rest = try model.forward(
            ForwardRequest([.init(.tokens(Array(ids[10...])), cache: cache, replacements: [replacement])], capture: sites))[0].states
        for site in sites { #expect(relativeError(try #require(rest[site]), try #require(whole[site]).slice(10..<ids.count)) < rounding) }
    }

    @Test("stopping after a block gives that block's output and no later site")
    func stopAfterBlock() throws {
        let plain = try states(.tokens(ids))
        for block in 0..<3 {
            let result = try model.forward(ForwardRequest([.init(.tokens(ids))], capture: sites, stopAfterBlock: block))[0]
            #expect(result.output == plain[.residual(block + 1)])
            #expect(Set(result.states.keys) == Set((0...block + 1).map { Site.residual($0) }))
        }
    }

    @Test("a copied cache goes its own way")
    func copiedCache() throws {
        let cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens(Array(ids[..<8])), cache: cache)]))
        let copy = cache.copy()
        _ = try model.forward(ForwardRequest([.init(.tokens([9, 9, 9]), cache: cache)]))
        #expect(copy.count == 8 && cache.count == 11)
        cache.truncate(to: 8)
        let rest = ForwardRequest.Input.tokens(Array(ids[8...]))
        let results = try model.forward(ForwardRequest([.init(rest, cache: cache), .init(rest, cache: copy)]))
        #expect(relativeError(results[0].output, results[1].output) < rounding)
        let whole = try #require(try states(.tokens(ids))[.residual(3)])
        #expect(relativeError(results[1].output, whole.slice(8..<ids.count)) < rounding)
    }

    @Test("a cancelled pass throws, and leaves its cache as it was")
    func cancellation() throws {
        let cache = KeyValueCache(), cancellation = Cancellation()
        _ = try model.forward(ForwardRequest([.init(.tokens(Array(ids[..<8])), cache: cache)]), cancellation: cancellation)
        cancellation.cancel()
        #expect(throws: CancellationError.self) {
            try model.forward(ForwardRequest([.init(.tokens(Array(ids[8...])), cache: cache)]), cancellation: cancellation)
        }
        let rest = try model.forward(ForwardRequest([.init(.tokens(Array(ids[8...])), cache: cache)]))[0].output
        #expect(relativeError(rest, try #require(try states(.tokens(ids))[.residual(3)]).slice(8..<ids.count)) < rounding)
    }

    @Test("a reconstructor needs no final norm and no unembedding, and ignores them where they are")
    func reconstructor() throws {
        let bare = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped) { name, _, values in
            name == "model.norm.weight" || name == "lm_head.weight" ? nil : values
        }
        #expect(throws: Complaint.self) { try bare.open() }
        let stripped = try bare.open(role: .reconstructor),
            full = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped, role: .reconstructor)
        let request = ForwardRequest([.init(.tokens(ids))])
        #expect(try stripped.forward(request)[0].output == full.forward(request)[0].output)
        #expect(throws: Complaint.self) { try full.logits(Rows(count: 1, width: 32)) }
        #expect(throws: Complaint.self) { try full.forward(ForwardRequest([.init(.tokens(ids))], logits: .last)) }
    }
}
