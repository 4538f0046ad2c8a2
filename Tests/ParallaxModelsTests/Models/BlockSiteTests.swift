import ParallaxModels
import TestSupport
import Testing

/// A place within a block: how its tensors are called in the goldens of the families, and how `Site` calls it.
private struct BlockSite: Sendable {
    let tensor: String
    let site: @Sendable (Int) -> Site

    static let ofEveryBlock: [BlockSite] = [
        .init(tensor: "hook_z") { .hookZ(block: $0) }, .init(tensor: "attn_out") { .attentionOut(block: $0) },
        .init(tensor: "mlp_in") { .mlpIn(block: $0) }, .init(tensor: "mlp_out") { .mlpOut(block: $0) }
    ]
    /// Whose goldens are of block 1 alone.
    static let inside: [BlockSite] = [
        .init(tensor: "resid_mid") { .residualMiddle(block: $0) }, .init(tensor: "mlp_normalized") { .mlpNormalized(block: $0) }
    ]
    static let all = ofEveryBlock + inside
}

@Suite("Sites within a block, where transcoders and attention SAEs live")
struct BlockSiteTests {
    /// In block 1 token `place` takes what token `source` has.
    private let place = 20, source = 3

    @Test("what is read there is what transformers has there, in every family", arguments: Architecture.families)
    func captured(architecture: Architecture) throws {
        let golden = try architecture.golden, model = try architecture.model(), blocks = 0..<model.configuration.blockCount
        let inside = BlockSite.inside.filter { model.width(of: $0.site(1)) != nil }
        let capture = Set(BlockSite.ofEveryBlock.flatMap { blocks.map($0.site) } + inside.map { $0.site(1) })
        let states = try model.forward(ForwardRequest([.init(try golden.input())], capture: capture))[0].states
        for kind in BlockSite.ofEveryBlock {
            for block in blocks {
                let error = relativeError(try #require(states[kind.site(block)]), try golden.rows(kind.tensor, block))
                #expect(error < parity, "\(kind.site(block)): relative error \(error)")
            }
        }
        for kind in inside {
            let error = relativeError(try #require(states[kind.site(1)]), try golden.rows(kind.tensor))
            #expect(error < parity, "\(kind.site(1)): relative error \(error)")
        }
    }

    @Test("a replacement does what a forward hook does in transformers, and is what is captured", arguments: Architecture.families)
    func replaced(architecture: Architecture) throws {
        let golden = try architecture.golden, model = try architecture.model(), ids = try golden.tokenIDs()
        for kind in BlockSite.all where model.width(of: kind.site(1)) != nil {
            let site = kind.site(1), vector = try own(site, model, ids)[source]
            let result = try run(model, ids, site, vector)
            let error = relativeError(result.output.slice(place..<ids.count), try golden.rows("replaced.\(kind.tensor)"))
            #expect(error < parity, "\(site): relative error \(error)")
            #expect(try #require(result.states[site])[place] == vector)
        }
    }

    @Test(
        "a replacement by the site's own value changes nothing, to the bit but where a norm's gain is taken again",
        arguments: Architecture.families)
    func unchanged(architecture: Architecture) throws {
        let model = try architecture.model(), ids = try architecture.golden.tokenIDs()
        let plain = try model.forward(ForwardRequest([.init(.tokens(ids))]))[0].output
        for kind in BlockSite.all where model.width(of: kind.site(1)) != nil {
            let site = kind.site(1), output = try run(model, ids, site, own(site, model, ids)[place]).output
            if case .mlpNormalized = site {
                #expect(relativeError(output, plain) < 1e-5)
            } else {
                #expect(output == plain, "\(site)")
            }
        }
    }

    @Test("what is before a replacement does not see it", arguments: Architecture.families)
    func before(architecture: Architecture) throws {
        let model = try architecture.model(), ids = try architecture.golden.tokenIDs()
        let plain = try model.forward(ForwardRequest([.init(.tokens(ids))]))[0].output
        for kind in BlockSite.all {
            guard let width = model.width(of: kind.site(1)) else { continue }
            let output = try run(model, ids, kind.site(1), [Float](repeating: 0, count: width)).output
            #expect(relativeError(output.slice(0..<place), plain.slice(0..<place)) < 1e-5)
            #expect(relativeError(output.slice(place..<place + 1), plain.slice(place..<place + 1)) > 1e-3)
        }
    }

    @Test("a parallel block has no stream between attention and MLP")
    func parallel() throws {
        let model = try Architecture("gpt_neox").model()
        #expect(model.width(of: .residualMiddle(block: 1)) == nil)
        #expect(throws: Complaint.self) { try model.forward(ForwardRequest([.init(.tokens([5]))], capture: [.residualMiddle(block: 1)])) }
    }

    private func own(_ site: Site, _ model: LanguageModel, _ ids: [Int]) throws -> Rows {
        try #require(try model.forward(ForwardRequest([.init(.tokens(ids))], capture: [site]))[0].states[site])
    }

    private func run(_ model: LanguageModel, _ ids: [Int], _ site: Site, _ vector: [Float]) throws -> SequenceResult {
        try model.forward(
            ForwardRequest([.init(.tokens(ids), replacements: [.init(site: site, position: place, vector: vector)])], capture: [site]))[0]
    }
}
