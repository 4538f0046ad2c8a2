import ParallaxCompute
import ParallaxSession

@testable import ParallaxComparisons
@testable import ParallaxMeasures

/// A made-up comparison of few methods, one of which has no value for some definitions.
enum ComparisonFixture {
    /// - Parameter number: what stands in the place of the methods' values.
    static func report(scope: String, number: (Double) -> Double = { $0 }, spoil: (String) -> String = { $0 }) -> ComparisonReport {
        let names: [(name: String, kind: Kind, value: Double)] = [
            ("SAE k8", .dictionary, 0.9), ("SAE k24", .dictionary, 0.95), ("SAE k8, 4 largest", .forcedDictionary, 0.8),
            ("NLA first", .explanation, 0.7),
            ("NLA first, best of 4 (oracle)", .bestDraw, 0.75), ("mean", .baseline, -0.7), ("AR first: words shuffled", .control, 0.2)
        ]
        let methods = names.enumerated().map { method(spoil($1.name), $1.kind, number($1.value), place: $0, number) }
        return ComparisonReport(
            scope: spoil(scope), site: "blocks.3.hook_resid_post", model: spoil("tiny"), count: 120, dimension: 4, documents: ["letter 2"],
            estimatedFrom: ["letter 1"],
            statisticsFrom: "every third document",
            provenance: Provenance(documents: (0..<10).map { "letter \($0)" }, tokens: 400), meanFrom: "400 tokens of 10 documents",
            varianceFrom: "400 tokens of 10 documents",
            variance: 0.5, samples: 4, seed: 0,
            following: 8, excluded: [Exclusion(name: "BOS", count: 3)], strata: [], methods: methods,
            curve: (0..<20).map { .init(bits: Double($0) * 10, normalised: 1 - 1 / Double($0 + 1)) },
            curveNote: "Gaussian reverse water-filling", pairs: [],
            verdicts: [
                Verdict(
                    .pair, [spoil("NLA first"), spoil("SAE k8")], spoil("SAE k8 is ahead of NLA first by F: the documents separate them.")),
                Verdict(.belowZero, [spoil("mean")], spoil("mean: F below 0, worse than the mean direction at the right scale."))
            ],
            disagreements: [spoil("By A the SAE leads, by cosine the NLA.")], notes: ["spliced at one position"], wallTimes: [])
    }

    private typealias Kind = ComparisonMethod.Kind

    private static func method(_ name: String, _ kind: Kind, _ value: Double, place: Int, _ number: (Double) -> Double) -> MethodReport {
        let interval = ComparisonFigure.Interval(low: value - 0.05, high: value + 0.05)
        var figures = VectorComparison.columns.map {
            ComparisonFigure($0.definition, $0.scale, .value(value - 0.01 * Double(place)), interval: interval, count: 120)
        }
        if kind != .control { figures.append(ComparisonFigure(.kl, .trueNorm, .value(Double(place) / 10), interval: interval, count: 118)) }
        if kind == .explanation { figures.append(ComparisonFigure(.bitsText, .asIs, .value(39), count: 120)) }
        let isCode = kind == .dictionary || kind == .forcedDictionary
        if isCode { figures.append(ComparisonFigure(.bitsEntropy, .asIs, .value(80 + 40 * Double(place)), count: 120)) }
        let spread = MethodReport.Spread(
            definition: .normalised, scale: .asIs, count: 120, mean: value, median: value, p10: value - 0.2, p90: value + 0.05,
            minimum: -0.4, maximum: 1, shareBelowZero: 0.01, shareAboveOneNat: nil,
            histogram: (0..<MethodReport.Spread.bins).map { Double(($0 + place) % 7) / 20 })
        let effect = MethodReport.Spread(
            definition: .kl, scale: .trueNorm, count: 118, mean: Double(place) / 10, median: 0.02, p10: 0.0004, p90: 1.25, minimum: 0,
            maximum: 6, shareBelowZero: nil, shareAboveOneNat: 0.17,
            histogram: (0..<MethodReport.Spread.bins).map { Double(($0 + place) % 5) / 20 })
        return MethodReport(
            name: name, kind: kind, target: .activation, isOracle: kind == .bestDraw,
            isHeadline: kind == .dictionary || kind == .explanation, isDirection: kind == .explanation,
            count: 120, figures: figures, spreads: [spread, effect], draws: [],
            bits: isCode || kind == .explanation
                ? [
                    .init(
                        name: isCode ? "entropy" : "text", bits: number(isCode ? 80 + 40 * Double(place) : 39), why: nil, interval: nil,
                        normalised: value, global: value, coefficientBits: isCode ? 4 : nil, reference: nil)
                ] : [],
            features: nil, cost: DecoderCost(parameters: 4096, flops: 800), writingCost: nil, matchingRank: nil, strata: [])
    }

    static func differing(spoil: (String) -> String = { $0 }) -> [DifferingToken] {
        (0..<40).map {
            DifferingToken(
                document: $0 % 4, title: spoil("letter \($0 % 4 + 1)"), position: $0, token: spoil(" key"), first: 0.9,
                second: 0.9 - Double(40 - $0) / 50)
        }
    }

    static func progress(_ key: ComparisonKey) -> ComparisonState.Progress {
        .init(key: key, estimated: (0, 0), done: Set(0..<30), total: 30)
    }
}
