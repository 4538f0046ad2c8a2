import ParallaxModels
import TestSupport
import Testing

@Suite("A request that does not fit the model is refused with a sentence")
struct RequestRefusalTests {
    let model: LanguageModel

    init() throws { model = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped) }

    private func refusal(_ request: ForwardRequest) -> String {
        do {
            _ = try model.forward(request)
            return "accepted"
        } catch { return "\(error)" }
    }

    private func refusal(_ input: ForwardRequest.Input, _ replacement: ForwardRequest.Replacement? = nil) -> String {
        refusal(ForwardRequest([.init(input, replacements: replacement.map { [$0] } ?? [])]))
    }

    @Test("a token outside the vocabulary", arguments: [-1, 48, Int.max])
    func token(id: Int) { #expect(refusal(.tokens([5, id])).contains("0 to 47")) }

    @Test("an empty sequence")
    func empty() { #expect(refusal(.tokens([])).contains("at least one token")) }

    @Test("a sequence longer than the context, also in pieces")
    func tooLong() throws {
        #expect(
            refusal(.tokens(Array(repeating: 5, count: 65)))
                == "the prompt: expected at most 64 tokens, the model's context, found 65; shorten the text.")
        let cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens(Array(repeating: 5, count: 60)), cache: cache)]))
        #expect(refusal(ForwardRequest([.init(.tokens(Array(repeating: 5, count: 5)), cache: cache)])).contains("found 65"))
        #expect(refusal(ForwardRequest([.init(.tokens(Array(repeating: 5, count: 4)), cache: cache)])) == "accepted")
    }

    @Test("embeddings of another width")
    func width() { #expect(refusal(.embeddings(Rows(count: 2, width: 31))).contains("width 32")) }

    @Test("a replacement at a site that the model does not have, of another width, or outside the tokens that are run")
    func replacement() {
        let zeros = [Float](repeating: 0, count: 32)
        #expect(refusal(.tokens([5]), .init(site: .residual(4), position: 0, vector: zeros)).contains("a model of 3 blocks"))
        #expect(refusal(.tokens([5]), .init(site: .residual(-1), position: 0, vector: zeros)).contains("a model of 3 blocks"))
        #expect(refusal(.tokens([5]), .init(site: .hookZ(block: 0), position: 0, vector: zeros)).contains("a vector of 48"))
        #expect(refusal(.tokens([5]), .init(site: .residual(1), position: 1, vector: zeros)).contains("position from 0 to 0"))
        #expect(refusal(.tokens([5]), .init(site: .residual(1), position: -1, vector: zeros)).contains("position from 0 to 0"))
    }

    @Test("a site or a block that the model does not have")
    func site() {
        #expect(refusal(ForwardRequest([.init(.tokens([5]))], capture: [.residual(4)])).contains("a model of 3 blocks"))
        #expect(refusal(ForwardRequest([.init(.tokens([5]))], stopAfterBlock: 3)).contains("a block from 0 to 2"))
    }

    @Test("one cache for two sequences, and a cache that another model or fewer blocks began")
    func caches() throws {
        let cache = KeyValueCache(), short = KeyValueCache()
        #expect(
            refusal(ForwardRequest([.init(.tokens([5]), cache: cache), .init(.tokens([6]), cache: cache)])).contains("a cache of its own"))
        _ = try model.forward(ForwardRequest([.init(.tokens([5]), cache: short)], stopAfterBlock: 1))
        #expect(refusal(ForwardRequest([.init(.tokens([5]), cache: short)])).contains("a cache of 3 blocks"))
        let foreign = KeyValueCache()
        _ = try LanguageModel.open(folder: RewrittenCheckpoint.tinyTied).forward(ForwardRequest([.init(.tokens([5]), cache: foreign)]))
        #expect(refusal(ForwardRequest([.init(.tokens([5]), cache: foreign)])).contains("found one of 2 of width 6"))
    }

    @Test("rows of another width have no logits")
    func logits() { #expect(throws: Complaint.self) { try model.logits(Rows(count: 1, width: 31)) } }
}
