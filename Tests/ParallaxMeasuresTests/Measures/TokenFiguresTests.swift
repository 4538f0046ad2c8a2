import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Figures of one token")
struct TokenFiguresTests {
    /// Two tokens with μ = (3, 0) and v̄ = (0.6, 0): Var = 0.64.
    private static let statistics: SiteStatistics = {
        var statistics = SiteStatistics(width: 2, documents: ["other"])
        statistics.add([3, 4])
        statistics.add([3, -4])
        return statistics
    }()

    private func figures(_ x: [Float], _ y: [Float], _ statistics: SiteStatistics? = TokenFiguresTests.statistics) -> TokenFigures {
        TokenFigures(activation: x, reconstruction: y, statistics: statistics)
    }

    @Test("y = x is perfect by every definition")
    func identity() {
        let figures = figures([3, 4], [3, 4])
        #expect(figures.all.map(\.number) == [1, 1, 1, 1, 1, 1, 0, 0, 1])
    }

    @Test("hand-computed: x = (3, 4), y = (6, 0)")
    func handComputed() {
        // cos = 18/30 = 0.6; ‖e‖² = 9 + 16 = 25; ‖x − μ‖² = 16; rescaled y = (5, 0), ‖e‖² = 4 + 16 = 20.
        let figures = figures([3, 4], [6, 0])
        #expect(MeasureFixtures.isClose(figures.cosine.number, 0.6, 1e-15))
        #expect(MeasureFixtures.isClose(figures.mseNormalised.number, 0.8, 1e-15))
        #expect(MeasureFixtures.isClose(figures.centredFVE().number, 1 - 25.0 / 16, 1e-15))
        #expect(MeasureFixtures.isClose(figures.centredFVE(.trueNorm).number, 1 - 20.0 / 16, 1e-15))
        #expect(MeasureFixtures.isClose(figures.normalisedFVE.number, 1 - 0.8 / 0.64, 1e-14))
        #expect(figures.nmseRaw.number == 1)
        #expect(MeasureFixtures.isClose(figures.normRatio.number, 1.2, 1e-15))
        #expect(
            figures.centredCosine.outcome.reason == "the reconstruction lies along the unit mean direction, and nothing is left without it")
    }

    @Test("the centred cosine looks past the mean direction")
    func centredCosine() {
        #expect(figures([3, 4], [100, 1]).centredCosine.number == 1)
        #expect(figures([3, 4], [100, -1]).centredCosine.number == -1)
    }

    @Test("a figure names where μ and Var came from, and a figure that uses none says so")
    func sources() {
        let figures = figures([3, 4], [6, 0])
        let source = StatisticSource.documents(["other"], tokens: 2)
        #expect(figures.centredFVE().meanSource == source && figures.centredFVE().varianceSource == .notUsed)
        #expect(figures.normalisedFVE.meanSource == .notUsed && figures.normalisedFVE.varianceSource == source)
        #expect(figures.cosine.meanSource == .notUsed && figures.cosine.varianceSource == .notUsed)
        #expect(figures.all.allSatisfy { $0.count == 1 })
    }

    @Test("without statistics what needs μ or Var is undefined, and the rest stands", arguments: [nil, SiteStatistics(width: 2)])
    func noStatistics(statistics: SiteStatistics?) {
        let figures = figures([3, 4], [6, 0], statistics)
        for measure in [figures.centredCosine, figures.centredFVE(), figures.centredFVE(.trueNorm), figures.normalisedFVE] {
            #expect(measure.outcome.reason?.hasPrefix("no statistics") == true)
        }
        #expect(MeasureFixtures.isClose(figures.cosine.number, 0.6, 1e-15))
        #expect(figures.normalisedFVE.varianceSource == .missing)
    }

    @Test("y = 0 has no direction but an error")
    func zeroReconstruction() {
        let figures = figures([3, 4], [0, 0])
        for measure in [figures.cosine, figures.centredCosine, figures.normalisedFVE, figures.mseNormalised, figures.centredFVE(.trueNorm)]
        {
            #expect(measure.outcome.reason == "the reconstruction is the zero vector, which has no direction")
        }
        #expect(figures.centredFVE().number == 1 - 25.0 / 16)
        #expect(figures.nmseRaw.number == 1)
        #expect(figures.normRatio.number == 0)
    }

    @Test("y = μ scores 0 by B and has no centred cosine")
    func meanReconstruction() {
        var statistics = SiteStatistics(width: 2, documents: ["other"])
        statistics.add([3, 4])
        statistics.add([30, 10])
        let figures = figures([3, 4], statistics.mean.map(Float.init), statistics)
        #expect(figures.centredFVE().number == 0)
        #expect(figures.centredCosine.outcome.reason == "the reconstruction is μ and says nothing beyond it")
    }

    @Test("an activation that is μ has no B term")
    func activationIsMean() {
        #expect(figures([3, 0], [3, 1]).centredFVE().outcome.reason == "the activation is μ")
    }

    @Test("vectors that are not finite or of other widths are undefined with that reason, never NaN")
    func flaws() {
        for bad in [Float.nan, .infinity, -.infinity] {
            #expect(
                figures([3, 4], [bad, 0]).all.allSatisfy { $0.outcome.reason == "the reconstruction holds a value that is NaN or infinite" }
            )
            #expect(
                figures([bad, 4], [3, 0]).all.allSatisfy { $0.outcome.reason == "the activation holds a value that is NaN or infinite" })
        }
        #expect(figures([3, 4], [3]).all.allSatisfy { $0.outcome.reason == "the reconstruction has 1 values, the activation 2" })
        #expect(figures([3, 4, 5], [3, 4, 5]).centredFVE().outcome.reason == "μ has 2 values, the activation 3")
    }

    @Test(
        "the largest and the smallest floats neither overflow nor vanish",
        arguments: [Float.greatestFiniteMagnitude, 1e30, Float.leastNonzeroMagnitude * 8])
    func extremes(size: Float) {
        let figures = figures([size, 0], [size / 2, size / 2])
        #expect(MeasureFixtures.isClose(figures.cosine.number, 0.5.squareRoot(), 1e-12))
        #expect(MeasureFixtures.isClose(figures.nmseRaw.number, 0.5, 1e-12))
        #expect(figures.all.compactMap(\.number).count >= 6)
        #expect(figures.all.compactMap(\.number).filter { !$0.isFinite } == [])
    }

    @Test("a reconstruction sixty orders of magnitude too short has a norm ratio")
    func vanishing() {
        #expect((figures([1e30, 0], [1e-30, 0]).normRatio.number ?? 0) > 0)
    }

    @Test("the cosine of nearly equal vectors keeps the digits in which it differs from 1")
    func nearOne() {
        let angle = 1e-4
        let figures = figures([1, 0], [1, Float(angle)])
        #expect(abs((figures.mseNormalised.number ?? 0) / (angle * angle) - 1) < 1e-6)
    }
}
