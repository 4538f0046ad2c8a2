import TestSupport
import Testing

@testable import ParallaxClaims

@Suite("Confidence bounds and corrections")
struct BoundsTests {
    @Test("Clopper–Pearson bounds, as exact sums of binomial terms give them")
    func exact() throws {
        for golden in try StatisticsGoldens.read().bounds {
            let (successes, count) = (Double(golden.successes), Double(golden.count))
            #expect(abs(BinomialBound.lower(successes: successes, count: count, level: golden.level) - golden.lower) < 1e-9, "\(golden)")
            #expect(abs(BinomialBound.upper(successes: successes, count: count, level: golden.level) - golden.upper) < 1e-9, "\(golden)")
        }
    }

    @Test("59 of 59 show 95 % with 95 % confidence, 58 of 58 do not")
    func fewest() {
        #expect(BinomialBound.fewest(reaching: 0.95, level: 0.95) == 59)
        #expect(BinomialBound.lower(successes: 59, count: 59, level: 0.95) >= 0.95)
        #expect(BinomialBound.lower(successes: 58, count: 58, level: 0.95) < 0.95)
        #expect(
            BinomialBound.lower(successes: 0, count: 0, level: 0.95) == 0 && BinomialBound.upper(successes: 0, count: 0, level: 0.95) == 1)
    }

    @Test("documents that are right or wrong as a whole count as one claim each; mixed ones as their claims")
    func designEffect() {
        let whole = (0..<20).map { (successes: $0 < 15 ? 10 : 0, count: 10) }
        #expect(abs(BinomialBound.designEffect(whole) - 10 * 20 / 19) < 1e-9)
        let mixed = (0..<20).map { _ in (successes: 7, count: 10) }
        #expect(BinomialBound.designEffect(mixed) == 1, "more even than chance is not rewarded")
        #expect(
            BinomialBound.designEffect([(successes: 5, count: 5), (successes: 9, count: 9)]) == 1,
            "without one exception nothing is known of the spread")
    }

    @Test("Holm by hand: the smallest times three, the next times two, never below the one before")
    func holm() {
        let corrected = HolmCorrection.corrected([0.03, nil, 0.01, 0.02]).map { $0.map { ($0 * 1e6).rounded() / 1e6 } }
        #expect(corrected == [0.04, nil, 0.03, 0.04])
        #expect(HolmCorrection.corrected([0.5, 0.9]) == [1, 1])
        #expect(HolmCorrection.corrected([nil]) == [nil] && HolmCorrection.corrected([]).isEmpty)
    }

    @Test("null draws: a pool keeps values that were drawn; small classes are pooled with their kind, and the source says so")
    func pools() throws {
        let draws = (0..<1000).map { (className: $0 < 990 ? "mood" : "rare", kind: ClaimKind.detail, value: Double($0)) }
        let pools = PooledNulls(draws, fewest: 200, keeping: 100)
        let mood = try #require(pools.null(className: "mood", kind: .detail)),
            rare = try #require(pools.null(className: "rare", kind: .detail))
        #expect(mood.draws.count == 100 && mood.draws.allSatisfy { $0 == $0.rounded() })
        #expect(mood.source == "990 random swaps of class mood in calibration documents, 100 of them kept")
        #expect(
            rare.source
                == "1000 random swaps of all claims of kind detail, since class rare has fewer than 200 in calibration documents, 100 of them kept"
        )
        #expect(abs(mood.tail(891) - 0.1) < 0.02, "thinned, the tail is what it was")
        #expect(PooledNulls(Array(draws.prefix(199)), fewest: 200, keeping: 100).null(className: "mood", kind: .detail) == nil)
    }
}
