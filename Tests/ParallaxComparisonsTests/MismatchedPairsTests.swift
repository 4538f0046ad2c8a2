@testable import ParallaxComparisons
import Testing

@Suite("Mismatched pairs of a comparison")
struct MismatchedPairsTests {
    private func places(_ counts: [Int]) -> [MismatchedPairs.Place] {
        counts.indices.flatMap { document in (0..<counts[document]).map { MismatchedPairs.Place(document: document, rank: $0) } }
    }

    @Test("token g with token g + K mod N, K the length of the longest document")
    func rule() throws {
        // Tokens 0 1 2 | 3 4 | 5 6 7 8 9; K = 5, N = 10.
        let pairs = try #require(MismatchedPairs.of(counts: [3, 2, 5]).value)
        #expect(pairs.shift == 5 && pairs.count == 10)
        #expect(pairs.partner(of: .init(document: 0, rank: 0)) == .init(document: 2, rank: 0))
        #expect(pairs.partner(of: .init(document: 1, rank: 1)) == .init(document: 2, rank: 4))
        #expect(pairs.partner(of: .init(document: 2, rank: 0)) == .init(document: 0, rank: 0))
        #expect(pairs.partner(of: .init(document: 2, rank: 4)) == .init(document: 1, rank: 1))
        #expect(pairs.wrapped == 0..<2, "the documents that hold the first five tokens")
    }

    @Test(
        "is a derangement across documents: each token is a partner once, and never of its own document",
        arguments: [
            [1, 1], [4, 4], [3, 2, 5], [7, 0, 1, 0, 9, 12, 3, 5], [0, 5, 0, 0, 5, 0]
        ])
    func derangement(counts: [Int]) throws {
        let pairs = try #require(MismatchedPairs.of(counts: counts).value), all = places(counts)
        let partners = all.map { pairs.partner(of: $0) }
        #expect(partners.allSatisfy { $0.rank >= 0 && $0.rank < counts[$0.document] })
        #expect(Set(partners.map { $0.document * 1000 + $0.rank }).count == all.count)
        #expect(zip(all, partners).allSatisfy { $0.document != $1.document })
    }

    @Test(
        "one document, or one with more than half of the tokens, has none, and the sentence says so", arguments: [[5], [6, 5], [], [0, 0]])
    func impossible(counts: [Int]) throws {
        let why = try #require(MismatchedPairs.of(counts: counts).reason)
        #expect(why.hasPrefix("there are no mismatched pairs"))
        if counts == [6, 5] { #expect(why.contains("one document holds 6 of the 11 tokens")) }
    }
}
