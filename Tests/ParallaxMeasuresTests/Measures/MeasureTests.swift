import ParallaxMeasures
import TestSupport
import Testing

@Suite("A measure and its definition")
struct MeasureTests {
    @Test("the definitions of fraction explained carry the letters A to G*")
    func letters() {
        let letters = Definition.allCases.compactMap { definition in definition.letter.map { "\($0) \(definition.rawValue)" } }
        #expect(
            letters == [
                "A global", "B per_token", "C uncentred", "D residual_variance", "F normalised", "G normalised_one_scale",
                "G* normalised_oracle_scale", "E nmse_raw"
            ])
        #expect(Definition.global.title == "A (global centred FVE, raw)")
        #expect(Definition.cosine.title == "cosine (scale-free)")
    }

    @Test("every definition says its name, formula and users, and no two share a name")
    func cards() {
        for definition in Definition.allCases {
            #expect(!definition.name.isEmpty && !definition.formula.isEmpty && !definition.users.isEmpty)
        }
        #expect(Set(Definition.allCases.map(\.name)).count == Definition.allCases.count)
        #expect(Set(Definition.allCases.map(\.formula)).count == Definition.allCases.count)
    }

    @Test("a value that is not finite becomes undefined, whoever hands it over", arguments: [Double.nan, .infinity, -.infinity])
    func neverNaN(number: Double) {
        #expect(Outcome(number).number == nil)
        #expect(Outcome.value(1).map { _ in number }.number == nil)
        let measure = Measure(
            .global, space: .raw, scale: .asIs, outcome: .value(number), count: 1, meanSource: .rows(count: 1), varianceSource: .notUsed,
            excluded: [])
        #expect(measure.number == nil)
        #expect(measure.outcome.reason == "the result is not a finite number")
    }

    @Test("the provenance names N, the sources with their warnings and what was left out")
    func provenance() {
        let measure = Measure(
            .normalised, space: .normalised, scale: .asIs, outcome: .value(0.5), count: 40, meanSource: .notUsed,
            varianceSource: .documents(["a", "b"], tokens: 40), excluded: [Exclusion(name: "BOS", count: 2)])
        #expect(
            measure.provenance
                == "F (normalised FVE, normalised): N = 40, Var from 40 tokens of 2 documents: fewer than 100 tokens, unstable; excluded: 2 BOS"
        )
        #expect(StatisticSource.rows(count: 100).warning == nil)
        #expect(StatisticSource.rows(count: 99).warning != nil)
    }

    @Test("a mean over rows with an undefined one is undefined and names the row")
    func meanOfOutcomes() {
        #expect(Outcome.mean(of: [.value(1), .value(3)]) == .value(2))
        #expect(Outcome.mean(of: []).number == nil)
        #expect(Outcome.mean(of: [.value(1), .undefined("why")]).reason == "row 1: why")
        #expect(
            Outcome.mean(of: [.undefined("why"), .value(1), .undefined("else"), .undefined("else")]).reason
                == "row 0: why (and 2 other rows)")
        #expect(Outcome.mean(of: [.undefined("why"), .undefined("why")]).reason == "why (all 2 rows)")
        #expect(Outcome.mean(of: [.undefined("why")]).reason == "why")
    }

    @Test("a distribution counts the tokens without a value and takes quantiles as numpy does")
    func distribution() throws {
        let golden = try #require(try MeasureFixtures.golden()["distribution"] as? [String: Any])
        let values = try #require(golden["values"] as? [Double])
        let spread = Distribution(values.map { Outcome($0) } + [.undefined("why")])
        #expect(spread.count == values.count)
        #expect(spread.undefinedCount == 1)
        #expect(MeasureFixtures.isClose(spread.mean, try #require(golden["mean"] as? Double), 1e-14))
        #expect(MeasureFixtures.isClose(spread.median, try #require(golden["median"] as? Double), 1e-14))
        #expect(MeasureFixtures.isClose(spread.p10, try #require(golden["p10"] as? Double), 1e-14))
        #expect(MeasureFixtures.isClose(spread.shareBelowZero, try #require(golden["below_zero"] as? Double), 1e-14))
        #expect(Distribution([]).median == nil)
        #expect(Distribution([]).shareBelowZero == nil)
    }
}
