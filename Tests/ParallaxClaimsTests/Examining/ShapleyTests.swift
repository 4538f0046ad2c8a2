@testable import ParallaxClaims
import Testing

@Suite("Shapley values of claims") struct ShapleyTests {
    /// The worth of every set, by its bits.
    private func game(_ count: Int, _ worth: (UInt64) -> Double) -> [UInt64: Double] {
        Dictionary(uniqueKeysWithValues: (0..<UInt64(1) << UInt64(count)).map { ($0, worth($0)) })
    }

    @Test("a glove game by hand: one left glove, two right ones; a pair is worth 1: 2/3, 1/6, 1/6")
    func gloves() {
        let values = ClaimExaminer.exact(3, game(3) { $0 & 1 != 0 && $0 & 6 != 0 ? 1 : 0 })
        for (value, expected) in zip(values, [2.0 / 3, 1.0 / 6, 1.0 / 6]) { #expect(abs(value - expected) < 1e-12) }
    }

    @Test("what each adds by itself where worths add up; a player that adds nothing gets nothing; together they get all there is")
    func axioms() {
        let own = [0.3, 0, -0.2, 0.5]
        let additive = ClaimExaminer.exact(
            4, game(4) { set in own.indices.reduce(0.1) { $0 + (set & (1 << UInt64($1)) != 0 ? own[$1] : 0) } })
        for (value, expected) in zip(additive, own) { #expect(abs(value - expected) < 1e-12) }
        var generator = RandomStream(seed: 3, stream: 0)
        let any = game(5) { _ in generator.unit() }
        #expect(abs(ClaimExaminer.exact(5, any).reduce(0, +) - (any[31]! - any[0]!)) < 1e-12)
    }

    @Test("the mean over all orders is the exact value; one order gives what each adds in it")
    func orders() {
        let worth = game(3) { $0 & 1 != 0 && $0 & 6 != 0 ? 1 : Double($0.nonzeroBitCount) * 0.1 }
        let all = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map(ClaimExaminer.growing)
        for (mean, exact) in zip(ClaimExaminer.mean(all, 3, worth), ClaimExaminer.exact(3, worth)) { #expect(abs(mean - exact) < 1e-12) }
        let one = ClaimExaminer.mean([ClaimExaminer.growing([1, 0, 2])], 3, worth)
        for (value, expected) in zip(one, [0.9, 0.1, 0]) { #expect(abs(value - expected) < 1e-12) }
    }
}
