import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Known answers for sets")
struct SetMeasuresTests {
    typealias F = MeasureFixtures

    /// A mean that dominates, as in a real residual stream.
    private let x: Rows = {
        var noise = F.Noise(seed: 1)
        return noise.rows(200, 8, mean: 5)
    }()

    private static let fractions: [Definition] = [
        .global, .perToken, .uncentred, .residualVariance, .normalised, .normalisedOneScale, .normalisedOracleScale
    ]

    @Test("y = x is 1 by every definition of fraction explained, 0 by every error")
    func identity() throws {
        let measures = try F.measures(x, x)
        for definition in Self.fractions + [.cosine, .centredCosine, .normRatio, .bias] {
            #expect(measures.measure(definition).number == 1, "\(definition)")
        }
        #expect(measures.measure(.nmseRaw).number == 0)
        #expect(measures.measure(.mseNormalised).number == 0)
        #expect(measures.measure(.global, .trueNorm).number == 1)
        #expect(measures.measure(.perToken, .trueNorm).number == 1)
    }

    @Test("y = μ is 0 by A, B and D, and has no centred cosine")
    func meanVector() throws {
        let measures = try F.measures(x, F.repeated(F.mean(x), x.count))
        for definition in [Definition.global, .perToken, .residualVariance] {
            #expect(F.isClose(measures.measure(definition).number, 0, 1e-6), "\(definition)")
        }
        #expect((measures.measure(.uncentred).number ?? 0) > 0.9, "C gives the mean credit")
        #expect(measures.measure(.centredCosine).outcome.reason == "the reconstruction is μ and says nothing beyond it (all 200 rows)")
    }

    @Test("the mean direction is 0 by G and below 0 by F")
    func meanDirection() throws {
        let measures = try F.measures(x, F.repeated(F.unitMean(x), x.count))
        #expect(F.isClose(measures.measure(.normalisedOneScale).number, 0, 1e-6))
        // By F it is 1 − 2(1 − ‖v̄‖)/(1 − ‖v̄‖²) = 1 − 2/(1 + ‖v̄‖).
        let length = F.unitMean(x).reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(F.isClose(measures.measure(.normalised).number, 1 - 2 / (1 + length), 1e-6))
        #expect((measures.measure(.normalised).number ?? 1) < 0)
        #expect(measures.measure(.centredCosine).outcome.reason?.hasPrefix("the reconstruction lies along the unit mean direction") == true)
    }

    @Test("y = 0 has a raw error, but no direction")
    func zero() throws {
        let measures = try F.measures(x, Rows(count: x.count, width: x.width))
        #expect(measures.measure(.uncentred).number == 0)
        #expect(measures.measure(.nmseRaw).number == 1)
        #expect(measures.measure(.residualVariance).number == 0)
        #expect(measures.measure(.normRatio).number == 0)
        #expect((measures.measure(.global).number ?? 0) < -1)
        for definition in [Definition.cosine, .centredCosine, .mseNormalised, .normalised, .normalisedOneScale, .normalisedOracleScale] {
            #expect(
                measures.measure(definition).outcome.reason
                    == "the reconstruction is the zero vector, which has no direction (all 200 rows)")
        }
        #expect(measures.measure(.bias).outcome.reason == "the reconstruction is the zero vector")
        #expect(measures.measure(.global, .trueNorm).number == nil)
    }

    @Test("y = c·x is perfect for directions, and exactly as far off in raw space as c says", arguments: [Float(0.5), 2, 4])
    func scaled(c: Float) throws {
        let measures = try F.measures(x, F.map(x) { $0 * c })
        let off = Double((c - 1) * (c - 1))
        #expect(F.isClose(measures.measure(.cosine).number, 1, 1e-15))
        #expect(F.isClose(measures.measure(.normalised).number, 1, 1e-12))
        #expect(F.isClose(measures.measure(.nmseRaw).number, off, 1e-14))
        #expect(F.isClose(measures.measure(.uncentred).number, 1 - off, 1e-14))
        #expect(F.isClose(measures.measure(.residualVariance).number, 1 - off, 1e-12))
        #expect(F.isClose(measures.measure(.normRatio).number, Double(c), 1e-14))
        #expect(F.isClose(measures.measure(.bias).number, Double(c), 1e-14))
        #expect((measures.measure(.global).number ?? 1) < 1 - off, "the mean counts against it")
        #expect(F.isClose(measures.measure(.global, .trueNorm).number, 1, 1e-12))
        #expect(F.isClose(measures.measure(.perToken, .trueNorm).number, 1, 1e-12))
    }

    @Test("y = −x has cosine −1, and the oracle scale of a direction that points away is 0")
    func opposite() throws {
        let measures = try F.measures(x, F.map(x) { -$0 })
        #expect(F.isClose(measures.measure(.cosine).number, -1, 1e-15))
        #expect(F.isClose(measures.measure(.mseNormalised).number, 4, 1e-15))
        #expect(measures.measure(.bias).number == -1)
        let variance = 1 - F.unitMean(x).reduce(0) { $0 + $1 * $1 }
        #expect(F.isClose(measures.measure(.normalisedOneScale).number, 1 - 1 / variance, 1e-9))
        #expect(F.isClose(measures.measure(.normalisedOracleScale).number, 1 - 1 / variance, 1e-9))
    }

    @Test("y = x + constant: D sees nothing, A, B and C do")
    func offset() throws {
        let measures = try F.measures(x, F.map(x) { $0 + 16 })
        #expect(F.isClose(measures.measure(.residualVariance).number, 1, 1e-9))
        for definition in [Definition.global, .perToken, .uncentred] {
            #expect((measures.measure(definition).number ?? 1) < 0.1, "\(definition)")
        }
    }

    @Test("rotating y against x by a right angle in the plane of each vector gives cosine 0")
    func rotatedAway() throws {
        let x = Rows([[3, 4, 0, 0], [0, 5, 0, 12]], width: 4)
        let y = Rows([[4, -3, 0, 0], [0, 12, 0, -5]], width: 4)
        let measures = try F.measures(x, y)
        #expect(measures.measure(.cosine).number == 0)
        #expect(measures.measure(.mseNormalised).number == 2)
        #expect(measures.measure(.nmseRaw).number == 2)
        #expect(measures.measure(.bias).outcome.reason == "the reconstruction is orthogonal to the activation")
    }

    @Test("mse_nrm is 2(1 − cos), G* is no less than F, and a mean of ratios is no ratio of means")
    func identities() throws {
        var noise = F.Noise(seed: 9)
        let measures = try F.measures(x, F.combine(x, noise.rows(x.count, x.width)) { $0 + $1 * $0 })
        let figure = { (definition: Definition) in try #require(measures.measure(definition).number) }
        #expect(abs(try figure(.mseNormalised) - 2 * (1 - figure(.cosine))) < 1e-14)
        #expect(try figure(.normalisedOracleScale) >= figure(.normalised))
        #expect(try figure(.nmseRaw) != 1 - figure(.uncentred))
    }

    @Test("one row: μ and Var of the row itself mean nothing, and D has no variance")
    func oneRow() throws {
        let one = Rows([[3, 4]], width: 2)
        let measures = try F.measures(one, Rows([[4, 4]], width: 2))
        for definition in [Definition.global, .perToken] {
            #expect(measures.measure(definition).outcome.reason == "with one row, μ from the rows is that row itself")
        }
        #expect(measures.measure(.residualVariance).outcome.reason == "a variance needs two rows")
        #expect(measures.measure(.normalised).outcome.reason == "with one row, Var from the rows is 0")
        #expect(measures.measure(.centredCosine).number == nil)
        #expect((measures.measure(.cosine).number ?? 0) > 0.9)
        #expect(measures.measure(.uncentred).number == 1 - 1.0 / 25)
    }

    @Test("rows that are all the same, or all of one direction, are refused by what divides by their spread")
    func noSpread() throws {
        let same = F.repeated([3, 4, 5], 20)
        let measures = try F.measures(same, F.map(same) { $0 + 1 })
        #expect(measures.measure(.global).outcome.reason == "the activations do not differ from μ")
        #expect(measures.measure(.perToken).outcome.reason == "the activation is μ (all 20 rows)")
        #expect(measures.measure(.residualVariance).outcome.reason == "the activations do not vary")
        #expect(measures.measure(.normalised).outcome.reason == "Var is 0: all activations have one direction")
        let ray = Rows((1...20).map { size in [0.1, 0.7, 0.3].map { $0 * Float(size) } }, width: 3)
        #expect(try F.measures(ray, F.map(ray) { $0 + 1 }).measure(.normalised).number == nil)
    }

    @Test("a zero activation among the rows leaves the directions undefined and names the row")
    func zeroActivation() throws {
        var x = x
        x[17] = [Float](repeating: 0, count: 8)
        let measures = try F.measures(x, F.map(x) { $0 + 1 })
        #expect(measures.measure(.cosine).outcome.reason == "row 17: the activation is the zero vector, which has no direction")
        #expect(measures.measure(.normalised).number == nil)
        #expect(measures.measure(.nmseRaw).outcome.reason == "row 17: the activation is the zero vector")
        #expect(measures.measure(.global).number != nil)
        #expect(measures.measure(.centredCosine).number == nil)
    }

    @Test("per-token values average to the set's figure")
    func perToken() throws {
        var noise = F.Noise(seed: 3)
        let measures = try F.measures(x, noise.rows(x.count, x.width, mean: 5))
        for definition in [Definition.perToken, .nmseRaw, .normalised, .cosine, .centredCosine] {
            let spread = try #require(measures.distribution(definition))
            #expect(spread.count == 200)
            #expect(F.isClose(spread.mean, try #require(measures.measure(definition).number), 1e-12))
        }
        #expect(measures.perToken(.global) == nil, "A is no mean over tokens")
        #expect(measures.measure(.kl).outcome.reason == "KL is not computed from vectors alone")
    }

    @Test("shapes that do not match, and no rows, are refused in a sentence")
    func shapes() {
        let reference = MeasureReference.none
        #expect(throws: Complaint.self) { try SetMeasures(activations: x, reconstruction: Rows(count: 3, width: 8), reference: reference) }
        #expect(throws: Complaint.self) {
            try SetMeasures(activations: x, reconstruction: Rows(count: 200, width: 7), reference: reference)
        }
        #expect(throws: Complaint.self) {
            try SetMeasures(activations: Rows(count: 0, width: 8), reconstruction: Rows(count: 0, width: 8), reference: reference)
        }
    }
}
