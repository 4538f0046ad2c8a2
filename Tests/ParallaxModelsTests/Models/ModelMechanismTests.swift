import Foundation
import ParallaxModels
import TestSupport
import Testing

/// Parity proves nothing about a mechanism that the checkpoint does not exercise: here each is switched off, and parity
/// with the tiny random checkpoints must break, by far.
@Suite("Every mechanism is noticed when it is missing")
struct ModelMechanismTests {
    /// A hundred times the tolerance.
    static let farOff = 100 * parity

    static let checkpoints = ["tiny-grouped", "tiny-tied"]

    private func expectBroken(_ name: String, _ checkpoint: RewrittenCheckpoint) throws {
        let error = try checkpoint.open().distance(from: Golden(name))
        #expect(error > Self.farOff, "relative error \(error)")
    }

    @Test("a rewritten but unaltered checkpoint still agrees", arguments: checkpoints)
    func unaltered(name: String) throws {
        let checkpoint = try RewrittenCheckpoint(of: Golden.folder.appending(path: name))
        #expect(try checkpoint.open().distance(from: Golden(name)) < parity)
    }

    @Test("rotary embedding switched off", arguments: checkpoints)
    func withoutRope(name: String) throws {
        let folder = Golden.folder.appending(path: name)
        var configuration = try ModelConfiguration(folder: folder)
        for block in configuration.blocks.indices { configuration.blocks[block].rotary = nil }
        let error = try DecoderCheckpoint(configuration, WeightStore(folder: folder)).model(role: .language).distance(from: Golden(name))
        #expect(error > Self.farOff, "relative error \(error)")
    }

    @Test("another base of the rotary embedding")
    func otherRopeBase() throws {
        try expectBroken(
            "tiny-grouped",
            RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped, configuration: ["rope_parameters": nil, "rope_theta": 600.0]))
    }

    @Test("query heads that read the wrong group's keys and values")
    func interleavedGroups() throws {
        // Heads in the order 0, 2, 1, 3: what mapping head h to group h % 2 instead of h / 2 would compute.
        let order = [0, 2, 1, 3], size = 12
        try expectBroken(
            "tiny-grouped",
            RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped) { name, shape, values in
                if name.contains("q_proj") {
                    let run = size * shape.dropFirst().reduce(1, *)
                    return order.flatMap { values[$0 * run..<($0 + 1) * run] }
                }
                guard name.hasSuffix("o_proj.weight") else { return values }
                return stride(from: 0, to: values.count, by: shape[1]).flatMap { row in
                    order.flatMap { values[row + $0 * size..<row + ($0 + 1) * size] }
                }
            })
    }

    @Test("norm weights taken for ones", arguments: ["input_layernorm", "post_attention_layernorm", "model.norm"])
    func withoutNormWeights(norm: String) throws {
        for name in Self.checkpoints {
            try expectBroken(
                name,
                RewrittenCheckpoint(of: Golden.folder.appending(path: name)) { tensor, _, values in
                    tensor.contains(norm) ? values.map { _ in 1 } : values
                })
        }
    }

    @Test("a bias left out", arguments: ["q_proj.bias", "v_proj.bias", "o_proj.bias", "gate_proj.bias", "up_proj.bias", "down_proj.bias"])
    func withoutBias(bias: String) throws {
        try expectBroken(
            "tiny-grouped",
            RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped) { tensor, _, values in
                tensor.hasSuffix(bias) ? values.map { _ in 0 } : values
            })
    }

    @Test("an unembedding taken for tied")
    func tied() throws {
        try expectBroken(
            "tiny-grouped",
            RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped, configuration: ["tie_word_embeddings": true]) { name, _, values in
                name == "lm_head.weight" ? nil : values
            })
    }

    @Test("an unembedding that the files hold counts, as in transformers 5, even where the configuration says that it is tied")
    func tiedButStored() throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped, configuration: ["tie_word_embeddings": true])
        #expect(try checkpoint.open().distance(from: Golden("tiny-grouped")) < parity)
    }

    @Test("a prompt in pieces over a cache gives what the whole gives, at any cut", arguments: checkpoints)
    func pieces(name: String) throws {
        let golden = try Golden(name), ids = try golden.tokenIDs()
        let model = try LanguageModel.open(folder: Golden.folder.appending(path: name)), end = Site.residual(model.configuration.blockCount)
        for cuts in [[1], [6, 7], [3, 4, 5, 20], Array(1..<ids.count)] {
            let cache = KeyValueCache()
            var rows: [Float] = []
            for (from, to) in zip([0] + cuts, cuts + [ids.count]) {
                let request = ForwardRequest([.init(.tokens(Array(ids[from..<to])), cache: cache)], capture: [end])
                rows += try #require(try model.forward(request)[0].states[end]).values
            }
            #expect(cache.count == ids.count)
            let whole = try golden.rows("hidden_states", model.configuration.blockCount)
            #expect(relativeError(Rows(count: ids.count, width: whole.width, values: rows), whole) < parity)
        }
    }

    @Test("a cache that is missing, shortened or of another text", arguments: checkpoints)
    func brokenCache(name: String) throws {
        let golden = try Golden(name), ids = try golden.tokenIDs(), cut = 10
        let model = try LanguageModel.open(folder: Golden.folder.appending(path: name)), end = Site.residual(model.configuration.blockCount)
        let whole = try golden.rows("hidden_states", model.configuration.blockCount).slice(cut..<ids.count)
        func error(after cache: KeyValueCache) throws -> Double {
            let request = ForwardRequest([.init(.tokens(Array(ids[cut...])), cache: cache)], capture: [end])
            return relativeError(try #require(try model.forward(request)[0].states[end]), whole)
        }
        func cache(_ past: [Int]) throws -> KeyValueCache {
            let cache = KeyValueCache()
            _ = try model.forward(ForwardRequest([.init(.tokens(past), cache: cache)]))
            return cache
        }
        let good = try cache(Array(ids[..<cut])), shortened = good.copy()
        shortened.truncate(to: cut - 1)
        #expect(try error(after: KeyValueCache()) > Self.farOff)
        #expect(try error(after: shortened) > Self.farOff)
        #expect(try error(after: cache(ids[..<cut].map { ($0 + 1) % 48 })) > Self.farOff)
        #expect(try error(after: good) < parity)
    }
}
