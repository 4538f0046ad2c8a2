import Testing

@testable import ParallaxClaims

@Suite("AUROC")
struct AurocTests {
    private static func ranked(_ claims: [(Double, Bool)]) -> RankedClaims { RankedClaims(claims.map { ($0.0, $0.1, 0) }) }

    @Test("by hand: three of four pairs are won, a tie counts half")
    func byHand() {
        #expect(Self.ranked([(1, false), (2, true), (3, false), (4, true)]).pairs([1]).share == .value(0.75))
        #expect(Self.ranked([(1, false), (1, true)]).pairs([1]).share == .value(0.5))
        #expect(Self.ranked([(2, true), (1, false), (2, false)]).pairs([1]).share == .value(0.75))
        #expect(Self.ranked([(2, true)]).pairs([1]).share.reason == "no pair of a true and a false claim")
        #expect(Self.ranked([]).pairs([1]).share.number == nil)
    }

    @Test("documents that are drawn twice count twice: all pairs of numpy")
    func weighted() throws {
        let golden = try StatisticsGoldens.read().auroc
        let claims = zip(zip(golden.scores, golden.truths), golden.documents).map { ($0.0, $0.1, $1) }
        let auroc = try #require(RankedClaims(claims).pairs(golden.weights).share.number)
        #expect(abs(auroc - golden.auroc) < 1e-12)
    }

    @Test("within class: what only the class tells is worth nothing, and pairs weigh, not classes")
    func within() throws {
        // "easy" is mostly true, "hard" mostly false, and the score is the class.
        let easy = (0..<100).map { (score: 1.0, isTrue: $0 < 80, document: 0, className: "easy") }
        let hard = (0..<100).map { (score: 0.0, isTrue: $0 < 20, document: 0, className: "hard") }
        let byClass = Auroc(easy + hard)
        #expect(byClass.classes == ["easy", "hard"] && byClass.within([1]) == .value(0.5))
        #expect(try #require(byClass.overall([1]).number) > 0.79)
        // 19 false ones are too few; 20 true × 20 false pairs, all won, beside 80 × 20 that tie.
        let rare = (0..<119).map { (score: Double($0), isTrue: $0 >= 19, document: 0, className: "rare") }
        let small = (0..<40).map { (score: Double($0), isTrue: $0 >= 20, document: 0, className: "small") }
        let mixed = Auroc(easy + rare + small)
        #expect(mixed.classes == ["easy", "small"])
        let value = (1600 * 0.5 + 400) / 2000.0
        #expect(mixed.within([1]) == .value(value))
        #expect(Auroc(rare).within([1]).reason == "no class has 20 true and 20 false claims")
    }
}
