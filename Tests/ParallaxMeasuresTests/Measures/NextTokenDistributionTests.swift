import Foundation
import ParallaxMeasures
import Testing

@Suite("A next-token distribution")
struct NextTokenDistributionTests {
    @Test("known answers, masked tokens included")
    func known() throws {
        let p = try #require(NextTokenDistribution(logits: [9, 0, -.infinity, 0, Float(log(2.0))][1...]))
        #expect(p.count == 4)
        #expect(abs(p.entropy - 1.5 * log(2)) < 1e-7)
        #expect(abs(p.probability(of: 3) - 0.5) < 1e-7 && p.probability(of: 1) == 0)
        #expect(p.likeliest == 3)
        #expect(p.top(9) == [3, 0, 2, 1] && p.top(2) == [3, 0] && p.top(0) == [])
        #expect((0..<4).map { p.rank(of: $0) } == [2, 4, 3, 1])
    }

    @Test("certainty has no entropy, and huge logits do not overflow")
    func extremes() throws {
        #expect(try #require(NextTokenDistribution(logits: [3e38, -3e38])).entropy == 0)
        #expect(try #require(NextTokenDistribution(logits: [7])).entropy == 0)
        #expect(abs(try #require(NextTokenDistribution(logits: [3e38, 3e38])).entropy - log(2)) < 1e-12)
    }

    @Test("none without finite logits", arguments: [[], [Float.nan, 1], [1, .infinity], [-.infinity, -.infinity]])
    func none(logits: [Float]) { #expect(NextTokenDistribution(logits: logits[...]) == nil) }
}
