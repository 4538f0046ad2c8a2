import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Description lengths")
struct BitsTests {
    @Test("the sample recipe's figures: 8 of 1024 features in 4 bits are 112 bits naively, 96.661 with a set code before L0 itself")
    func recipe() {
        #expect(CodeLength.naive(active: 8, features: 1024, coefficientBits: 4) == .value(112))
        let set = CodeLength.set(active: 8, features: 1024, coefficientBits: 4).number ?? 0
        #expect(abs(set - log2(1025) - 96.661) < 5e-4)
    }

    @Test("log2 C(n, k) is exact for small n, symmetric, and 0 at the ends")
    func choose() {
        #expect(MeasureFixtures.isClose(CodeLength.log2Choose(5, 2), log2(10), 1e-15))
        #expect(CodeLength.log2Choose(7, 0) == 0 && CodeLength.log2Choose(7, 7) == 0)
        #expect(MeasureFixtures.isClose(CodeLength.log2Choose(1 << 20, 5000), CodeLength.log2Choose(1 << 20, (1 << 20) - 5000), 1e-9))
        // The product and the lgamma form meet: C(n, k + 1) = C(n, k) (n − k)/(k + 1) across the switch at 4096.
        let (n, k) = (1 << 20, 4096)
        #expect(abs(CodeLength.log2Choose(n, k + 1) - CodeLength.log2Choose(n, k) - log2(Double(n - k) / Double(k + 1))) < 1e-6)
    }

    @Test("an impossible code has no length")
    func impossible() {
        #expect(CodeLength.naive(active: 3, features: 2, coefficientBits: 4).reason == "3 active features of 2")
        #expect(CodeLength.set(active: -1, features: 2, coefficientBits: 4).number == nil)
        #expect(CodeLength.naive(active: 0, features: 0, coefficientBits: 4).number == nil)
        #expect(CodeLength.naive(active: 1, features: 2, coefficientBits: .nan).number == nil)
    }

    @Test("the quantiser gives back its levels, rounds to the nearest in the logarithm and clamps")
    func quantiser() throws {
        let quantiser = try CoefficientQuantiser(bits: 2, lowest: 1, highest: 8)
        #expect((0..<4).map { quantiser.value($0).rounded() } == [1, 2, 4, 8])
        #expect((0..<4).map { quantiser.bin(quantiser.value($0)) } == [0, 1, 2, 3])
        #expect([0.1, 1.4, 1.5, 2.8, 2.9, 100, Float.nan, -3].map(quantiser.bin) == [0, 0, 1, 1, 2, 3, 0, 0])
        let fitted = try CoefficientQuantiser(bits: 4, fittedTo: [0, -1, .nan] + (1...101).map(Float.init))
        #expect(fitted.lowest == 2 && fitted.highest == 101)
        #expect(throws: Complaint.self) { try CoefficientQuantiser(bits: 0, lowest: 1, highest: 2) }
        #expect(throws: Complaint.self) { try CoefficientQuantiser(bits: 4, fittedTo: []) }
        #expect(throws: Complaint.self) { try CoefficientQuantiser(bits: 4, fittedTo: [3, 3]) }
    }

    @Test("the entropy code is hand-computed for a small model, and its distributions sum to 1")
    func entropy() throws {
        var model = try EntropyModel(featureCount: 2, bins: 2)
        model.count(features: [0], bins: [1])
        model.count(features: [0], bins: [1])
        model.count(features: [], bins: [])
        // p_0 = 2.5/4, p_1 = 0.5/4; pooled q = (0.5/3, 2.5/3); q_0(1) = (2 + 2.5/3)/3, q_1(0) = (0.5/3)/1.
        let (p0, p1) = (2.5 / 4, 0.5 / 4)
        #expect(model.firingProbability(0) == p0 && model.firingProbability(1) == p1)
        #expect(
            MeasureFixtures.isClose(model.bits(features: [0], bins: [1]).number, -log2(p0) - log2((2 + 2.5 / 3) / 3) - log2(1 - p1), 1e-14))
        #expect(MeasureFixtures.isClose(model.bits(features: [1], bins: [0]).number, -log2(1 - p0) - log2(p1) - log2(0.5 / 3), 1e-14))
        #expect(MeasureFixtures.isClose(model.bits(features: [], bins: []).number, model.silence, 1e-14))
        for feature in 0..<2 {
            #expect(MeasureFixtures.isClose(model.binProbability(feature, bin: 0) + model.binProbability(feature, bin: 1), 1, 1e-15))
        }
    }

    @Test("models of shards merge to the model of the whole; what the model cannot code is undefined")
    func entropyMerging() throws {
        var (whole, first, second) = (
            try EntropyModel(featureCount: 4, bins: 3), try EntropyModel(featureCount: 4, bins: 3),
            try EntropyModel(featureCount: 4, bins: 3)
        )
        for token in 0..<10 {
            let (features, bins) = ([token % 4, (token + 1) % 4], [token % 3, (token + 2) % 3])
            whole.count(features: features, bins: bins)
            if token < 5 { first.count(features: features, bins: bins) } else { second.count(features: features, bins: bins) }
        }
        try first.merge(second)
        #expect(first == whole)
        let other = try EntropyModel(featureCount: 4, bins: 2)
        #expect(throws: Complaint.self) { try first.merge(other) }
        #expect(whole.bits(features: [4], bins: [0]).number == nil)
        #expect(whole.bits(features: [0, 0], bins: [0, 0]).number == nil)
        #expect(try EntropyModel(featureCount: 4, bins: 3).bits(features: [], bins: []).reason?.hasPrefix("no frequencies") == true)
        #expect(throws: Complaint.self) { try EntropyModel(featureCount: 1 << 24, bins: 1 << 16) }
    }

    @Test("text bits are −log2 r, and the reference names itself")
    func text() {
        #expect(MeasureFixtures.isClose(TextLength.bits(logProbabilities: [log(0.5), log(0.25)]).number, 3, 1e-15))
        #expect(TextLength.bits(logProbabilities: [-.infinity]).reason == "infinite: the reference cannot say this text")
        #expect(TextLength.bits(logProbabilities: [.nan]).number == nil)
        #expect(TextLength.bits(logProbabilities: [0.1]).number == nil)
        #expect(TextLength.uniformBits(tokens: 3, vocabulary: 1024) == .value(30))
        #expect(MeasureFixtures.isClose(TextLength.information(givenActivation: log(0.5), reference: log(0.125)).number, 2, 1e-15))
        #expect(TextReference.nullInjection(verbalizer: "kitft").name == "kitft with a null injection")
        #expect(TextLength.informationName(temperature: 1) != TextLength.informationName(temperature: 0))
    }

    @Test("reverse water-filling: all variance at rate 0, and half a bit a dimension halves a white Gaussian's distortion")
    func waterFilling() throws {
        let white = try ReverseWaterFilling(eigenvalues: [2, 2, 2, 2], tokens: 1000)
        #expect(white.point(rate: 0).distortion == 8)
        #expect(MeasureFixtures.isClose(white.point(rate: 2).distortion, 4, 1e-12))
        // θ = 1: R = ½ log2 4 + ½ log2 2 = 1.5, D = 1 + 1 + 0.5.
        let curve = try ReverseWaterFilling(eigenvalues: [0.5, 4, 2, 0, -1e-9], tokens: 1000)
        #expect(curve.point(level: 1).rate == 1.5 && curve.point(level: 1).distortion == 2.5)
        #expect(MeasureFixtures.isClose(curve.point(rate: 1.5).distortion, 2.5, 1e-12))
        let points = curve.curve(to: 12, count: 25)
        #expect(points.count == 25 && points[0].distortion == 6.5)
        for (before, after) in zip(points, points.dropFirst()) { #expect(after.distortion < before.distortion && after.rate > before.rate) }
        for (index, point) in points.enumerated() { #expect(MeasureFixtures.isClose(point.rate, 0.5 * Double(index), 1e-9)) }
    }

    @Test("a covariance from few tokens is said; one without variance is refused")
    func waterFillingWarnings() throws {
        #expect(try ReverseWaterFilling(eigenvalues: [1, 1], tokens: 19).warning != nil)
        #expect(try ReverseWaterFilling(eigenvalues: [1, 1], tokens: 20).warning == nil)
        #expect(throws: Complaint.self) { try ReverseWaterFilling(eigenvalues: [0, -1], tokens: 100) }
        #expect(throws: Complaint.self) { try ReverseWaterFilling(eigenvalues: [1, .nan], tokens: 100) }
    }
}
