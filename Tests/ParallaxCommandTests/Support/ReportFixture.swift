import ParallaxCompute

@testable import ParallaxComparisons
@testable import ParallaxMeasures

/// A report made by hand: two methods that are compared, one control and one baseline, all with names that would do harm if they could.
enum ReportFixture {
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'> & ]]>", "=HYPERLINK(\"evil\")", "a\u{1b}[31m\u{202e}b\u{fffe}|`*_"
    ]

    private static let kinds: [ComparisonMethod.Kind] = [.dictionary, .explanation, .control, .baseline]

    private static let definitions: [(Definition, ReconstructionScale)] = [
        (.normalised, .asIs), (.normalisedOneScale, .asIs), (.cosine, .asIs), (.centredCosine, .asIs), (.global, .asIs),
        (.global, .trueNorm), (.perToken, .asIs),
        (.perToken, .trueNorm), (.uncentred, .asIs), (.residualVariance, .asIs), (.nmseRaw, .asIs), (.normRatio, .asIs), (.kl, .asIs),
        (.kl, .trueNorm),
        (.klRecoveredFromMean, .trueNorm), (.crossEntropyScoreFromMean, .trueNorm)
    ]

    /// - Parameter seconds: of the one part whose wall time is told.
    static func report(seconds: Double = 1.5) -> ComparisonReport {
        ComparisonReport(
            scope: "2 documents <b>", site: "blocks.3.hook_resid_post", model: "a & b", count: 40, dimension: 8,
            documents: [hostile[0], "plain"], estimatedFrom: ["other"],
            statisticsFrom: "a file",
            provenance: Provenance(documents: (0..<10).map { "letter \($0)" }, tokens: 400), meanFrom: "812 tokens of 59 documents",
            varianceFrom: "812 tokens of 59 documents", variance: 0.9,
            samples: 4, seed: 0, following: 8,
            excluded: [Exclusion(name: "BOS", count: 2)], strata: [.init(stratum: .rest, count: 40, isInHeadline: true)],
            methods: kinds.indices.map(method),
            curve: [.init(bits: 0, normalised: 0), .init(bits: 60, normalised: 0.5), .init(bits: 120, normalised: 0.8)],
            curveNote: "a reference, not a bound",
            pairs: [
                PairedDifference(
                    first: hostile[0], second: hostile[1], definition: .normalised, firstValue: 0.9, secondValue: 0.7,
                    interval: .init(low: 0.1, high: 0.3), documents: 12)
            ],
            verdicts: [Verdict(.pair, [hostile[0], hostile[1]], "\(hostile[0]) is ahead of \(hostile[1])")],
            disagreements: ["B and F differ <i>"], notes: ["a note"],
            wallTimes: [.init(name: "forward", seconds: seconds)])
    }

    private static func method(_ index: Int) -> MethodReport {
        let value = 0.9 - 0.2 * Double(index)
        let figures = definitions.map { definition, scale -> ComparisonFigure in
            // The control's A lies far beyond any axis, the baseline has no direction.
            if index == 2, definition == .global { return ComparisonFigure(definition, scale, .value(-53.25), count: 40) }
            if index == 3, definition == .centredCosine {
                return ComparisonFigure(definition, scale, .undefined("the reconstruction is μ"), count: 40)
            }
            return ComparisonFigure(definition, scale, .value(value), interval: .init(low: value - 0.05, high: value + 0.04), count: 40)
        }
        let histogram = (0..<MethodReport.Spread.bins).map { $0 == 20 ? 0.75 : $0 == 4 ? 0.25 : 0 }
        let code = MethodReport.Bits(
            name: index == 0 ? "entropy" : "text", bits: 100, why: nil, interval: .init(low: 90, high: 110), normalised: value,
            global: value, coefficientBits: index == 0 ? 4 : nil, reference: nil, lengthBits: index == 0 ? nil : 4)
        return MethodReport(
            name: hostile[index], kind: kinds[index], target: .activation, isOracle: false, isHeadline: index < 2, isDirection: index == 1,
            count: 40, figures: figures,
            spreads: [
                .init(
                    definition: .normalised, scale: .asIs, count: 40, mean: value, median: value, p10: value - 0.3, p90: 0.99, minimum: -2,
                    maximum: 1, shareBelowZero: 0.125, shareAboveOneNat: nil, histogram: histogram),
                .init(
                    definition: .kl, scale: .trueNorm, count: 40, mean: 0.5, median: 0.1, p10: 0.001, p90: 1.25, minimum: 0, maximum: 12,
                    shareBelowZero: nil, shareAboveOneNat: 0.25, histogram: histogram)
            ],
            draws: [], bits: index < 2 ? [code] : [], features: nil, cost: .mean(width: 8), writingCost: nil, matchingRank: 3,
            strata: [.init(stratum: .rest, count: 40, figures: figures)])
    }

    static let strip = TokenStrip(
        document: hostile[1], definition: .normalised, scale: .asIs, tokens: ["<|bos|>", " <script>", "\n", "\"'&"],
        isCounted: [false, true, true, true],
        rows: [
            .init(method: hostile[0], kind: .dictionary, values: [nil, 0.99, 0.6, -0.2]),
            .init(method: hostile[1], kind: .explanation, values: [nil, 0.1, 0.85, 0.93])
        ])
}
