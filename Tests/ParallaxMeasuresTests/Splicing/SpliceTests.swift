import Foundation
import ParallaxMeasures
import Testing
import TestSupport

@Suite("Splicing: a vector in the place of one activation")
struct SpliceTests {
    static let site = Site.residual(4)
    let golden: SplicingGolden
    let vectors: Golden
    let model: LanguageModel

    init() throws {
        golden = try .read()
        vectors = try SplicingGolden.vectors()
        model = try SplicingGolden.subject()
    }

    private func splice(_ number: Int, following: Int = 8, continuation: Int = 12, top: Int = 8) throws -> Splice {
        let wanted = golden.cases[number]
        return try Splice(
            model: model, ids: wanted.ids, position: wanted.position, site: Self.site, following: following, continuation: continuation,
            top: top)
    }

    private func variants(_ number: Int) throws -> [SpliceVariant] {
        try golden.cases[number].variants.filter { $0.name != "clean" }.map {
            .init(name: $0.name, vector: try vectors.view("\(number).\($0.name)").floats())
        }
    }

    /// Both within the tolerance, or both absent.
    private func isNear(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) < 1e-4
    }

    @Test("agrees with transformers under a forward hook", arguments: 0..<7)
    func parity(number: Int) throws {
        let results = try splice(number).run(try variants(number), cancellation: Cancellation())
        #expect(results.map(\.name) == golden.cases[number].variants.map(\.name))
        for (found, wanted) in zip(results, golden.cases[number].variants) {
            #expect(isNear(found.divergence.number, wanted.kl), "\(wanted.name): \(found.divergence), \(wanted.kl) expected")
            #expect(found.followingDivergences.count == wanted.following.count)
            for (a, b) in zip(found.followingDivergences, wanted.following) { #expect(isNear(a.number, b)) }
            if !wanted.following.isEmpty {
                let mean = wanted.following.reduce(0, +) / Double(wanted.following.count)
                #expect(isNear(found.meanFollowingDivergence.number, mean))
            }
            #expect(isNear(found.crossEntropy.number, wanted.ce))
            #expect(isNear(found.meanCrossEntropy.number, wanted.mean_ce))
            #expect(found.topTokens.map(\.id) == wanted.top.map(\.id))
            for (a, b) in zip(found.topTokens, wanted.top) { #expect(abs(a.probability - b.probability) < 1e-4) }
            #expect(found.continuation == wanted.continuation)
            let clean = golden.cases[number].variants[0]
            #expect(found.topTokenAgrees == .value(wanted.top[0].id == clean.top[0].id ? 1 : 0))
        }
    }

    @Test("the activation itself changes nothing", arguments: 0..<7)
    func itself(number: Int) throws {
        let activation = try vectors.view("\(number).activation").floats()
        // Taken from our own run, so that not even the rounding of another implementation is between.
        let states = try model.forward(ForwardRequest([.init(.tokens(golden.cases[number].ids))], capture: [Self.site]))[0].states
        let own = try #require(states[Self.site])[golden.cases[number].position]
        let results = try splice(number).run(
            [.init(name: "golden", vector: activation), .init(name: "own", vector: own)], cancellation: Cancellation())
        for result in results {
            let divergence = try #require(result.divergence.number), behind = result.meanFollowingDivergence.number ?? 0
            #expect(divergence < 1e-9 && behind < 1e-9, "\(result.name): \(divergence), behind \(behind)")
            #expect(result.continuation == results[0].continuation && result.topTokenAgrees == .value(1))
        }
        #expect(results[0].divergence == .value(0))
    }

    @Test("at the last position nothing follows, and that is said")
    func lastPosition() throws {
        let result = try splice(5).run([], cancellation: Cancellation())[0]
        #expect(result.followingDivergences.isEmpty)
        #expect(result.meanFollowingDivergence == .undefined("no position follows that the model can read"))
        #expect(result.crossEntropy == .undefined("no token follows: the position is the document's last"))
        #expect(result.meanCrossEntropy == result.crossEntropy)
        #expect(result.divergence == .value(0) && !result.continuation.isEmpty)
    }

    @Test("a batch gives every variant what it gets alone, and a second run what the first gave")
    func batch() throws {
        let splice = try splice(2), variants = try variants(2)
        let together = try splice.run(variants, cancellation: Cancellation())
        for (index, variant) in variants.enumerated() {
            let alone = try splice.run([variant], cancellation: Cancellation())
            #expect(alone.count == 2 && alone[1].continuation == together[index + 1].continuation)
            #expect(isNear(alone[1].divergence.number, together[index + 1].divergence.number))
        }
        #expect(try splice.run(variants, cancellation: Cancellation()) == together)
    }

    @Test("a variant without a vector names the clean run, which is not run twice")
    func cleanName() throws {
        let results = try splice(0).run(
            [.init(name: "a", vector: try variants(0)[0].vector), .init(name: "left alone", vector: nil)], cancellation: Cancellation())
        #expect(results.map(\.name) == ["left alone", "a"])
    }

    @Test("counts of zero leave their figures out")
    func nothingAsked() throws {
        let result = try splice(0, following: 0, continuation: 0, top: 0).run([], cancellation: Cancellation())[0]
        #expect(result.topTokens.isEmpty && result.continuation.isEmpty && result.followingDivergences.isEmpty)
        #expect(result.meanFollowingDivergence == .undefined("no following positions were asked for"))
        #expect(result.crossEntropy.number != nil && result.crossEntropy == result.meanCrossEntropy)
    }

    @Test("as many positions as there are, however many are asked for")
    func manyFollowing() throws {
        let result = try splice(0, following: .max).run([], cancellation: Cancellation())[0]
        #expect(result.followingDivergences.count == golden.cases[0].ids.count - golden.cases[0].position - 1)
    }

    @Test("a replacement at the last site changes the position and nothing behind it")
    func lastSite() throws {
        let wanted = golden.cases[0]
        let splice = try Splice(model: model, ids: wanted.ids, position: wanted.position, site: .residual(6))
        let result = try splice.run([.init(name: "zero", vector: [Float](repeating: 0, count: 128))], cancellation: Cancellation())[1]
        #expect((result.divergence.number ?? 0) > 1)
        #expect(result.meanFollowingDivergence.number.map { $0 < 1e-9 } == true)
    }

    @Test("a vector that is not a number has no distribution and no continuation")
    func notFinite() throws {
        let result = try splice(0).run([.init(name: "NaN", vector: [Float](repeating: .nan, count: 128))], cancellation: Cancellation())[1]
        #expect(result.divergence == .undefined("the spliced logits hold no distribution"))
        #expect(result.crossEntropy == .undefined("the logits hold no distribution"))
        #expect(result.topTokens.isEmpty && result.continuation.isEmpty && result.topTokenAgrees.number == nil)
    }

    @Test("a document longer than the context is spliced where the model can read it, and ends there")
    func contextEnd() throws {
        let tiny = try LanguageModel.open(folder: RewrittenCheckpoint.tinyGrouped), ids = (0..<80).map { 4 + $0 % 40 }
        let result = try Splice(model: tiny, ids: ids, position: 61, site: .residual(1)).run([], cancellation: Cancellation())[0]
        #expect(result.followingDivergences.count == 2 && result.continuation.count == 3)
        let last = try Splice(model: tiny, ids: ids, position: 63, site: .residual(1)).run([], cancellation: Cancellation())[0]
        #expect(last.continuation.count == 1 && last.crossEntropy.number != nil)
        #expect(throws: Complaint.self) { try Splice(model: tiny, ids: ids, position: 64, site: .residual(1)) }
    }

    @Test("what does not fit is refused with a sentence")
    func refusals() throws {
        let ids = golden.cases[0].ids
        func refusal(_ make: () throws -> Any) -> String {
            do {
                _ = try make()
                return "accepted"
            } catch { return "\(error)" }
        }
        for position in [-1, 50] {
            #expect(
                refusal { try Splice(model: model, ids: ids, position: position, site: Self.site) }.contains(
                    "one from 0 to 49, found \(position)"))
        }
        #expect(refusal { try Splice(model: model, ids: [], position: 0, site: Self.site) }.contains("a document with tokens"))
        #expect(refusal { try Splice(model: model, ids: ids, position: 3, site: .residual(7)) }.contains("a model of 6 blocks"))
        #expect(
            refusal { try Splice(model: model, ids: ids, position: 3, site: Self.site, top: -1) }.contains("top tokens: expected 0 or more")
        )
        #expect(
            refusal { try Splice(model: model, ids: [0, 99_999], position: 1, site: Self.site).run([], cancellation: Cancellation()) }
                .contains("the model's vocabulary"))
        let short = SpliceVariant(name: "short", vector: [1, 2])
        #expect(
            refusal { try splice(0).run([short], cancellation: Cancellation()) }.contains(
                "short at site 4 = blocks.3.hook_resid_post = NLA layer 3: expected a vector of 128, found one of 2"))
        let reconstructor = try LanguageModel.open(folder: Places.sampleData.appending(path: "ar"), role: .reconstructor)
        #expect(refusal { try Splice(model: reconstructor, ids: ids, position: 3, site: .residual(1)) }.contains("no unembedding"))
    }

    @Test("cancelling stops it")
    func cancellation() throws {
        let cancellation = Cancellation(), splice = try splice(0)
        cancellation.cancel()
        #expect(throws: CancellationError.self) { try splice.run([], cancellation: cancellation) }
        // And it can be run afterwards.
        #expect(try splice.run([], cancellation: Cancellation()).count == 1)
    }
}

@Suite("The true norm")
struct TrueNormTests {
    @Test("a direction at another vector's length")
    func rescaled() throws {
        #expect(TrueNorm.rescaled([0, 2], to: [3, 4]) == [0, 5])
        #expect(TrueNorm.rescaled([-1e-30, 0], to: [3, 4]) == [-5, 0])
        #expect(TrueNorm.rescaled([1, 2], to: [0, 0]) == [0, 0])
    }

    @Test("none where no scale is defined")
    func undefined() {
        #expect(TrueNorm.rescaled([0, 0], to: [3, 4]) == nil)
        #expect(TrueNorm.rescaled([.nan, 1], to: [3, 4]) == nil)
        #expect(TrueNorm.rescaled([1, 1], to: [.infinity, 4]) == nil)
        #expect(TrueNorm.rescaled([1], to: [3, 4]) == nil)
    }
}
