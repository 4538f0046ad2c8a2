import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Sentences where definitions disagree")
struct DisagreementTests {
    typealias F = MeasureFixtures

    /// Four tokens about μ = (10, 0, 0), each 3 away from it.
    private let x = Rows([[10, 3, 0], [10, -3, 0], [10, 0, 3], [10, 0, -3]], width: 3)

    /// Keeps 40% of what differs from μ: A = 1 − 0.6² = 0.64.
    private var sae: Rows { F.combine(x, F.repeated([10, 0, 0], 4)) { $1 + 0.4 * ($0 - $1) } }

    private func sentences(_ methods: [(name: String, rows: Rows)], _ x: Rows? = nil) throws -> [String] {
        try VectorComparison(activations: x ?? self.x, reconstructions: methods).disagreements
    }

    @Test("a direction that is right at a length that is wrong: the norm is named as the cause")
    func norm() throws {
        let nla = F.map(x) { $0 * 1.3 }
        let expected =
            "By A (global centred FVE, raw) sae leads nla 0.640 to -0.090 (so by B, C and E); "
            + "by F (normalised FVE, normalised) nla leads sae 1.000 to 0.642 (so by D, G, G*, cosine, mse_nrm, A rescaled and B rescaled): "
            + "they disagree because the norm of nla is off (norm ratio 1.30): rescaled to the true norm, nla leads by A too, 1.000 to 0.642; "
            + "D does not see that 92% of the squared error of nla is one constant vector, A does"
        #expect(try sentences([("sae", sae), ("nla", nla)]) == [expected])
        #expect(try sentences([("nla", nla), ("sae", sae)]) == [expected], "the sentence does not depend on which method was named first")
    }

    @Test("a lead that a method owes to its short output is named so")
    func shrunken() throws {
        // Cosines .3 and .35 with unit activations about a mean of 0; the first is shrunk to its best length.
        func reconstruction(_ cosine: Float, length: Float) -> Rows {
            let sine = (1 - cosine * cosine).squareRoot()
            return Rows(
                [[cosine, sine, 0], [-cosine, -sine, 0], [sine, cosine, 0], [-sine, -cosine, 0]].map { $0.map { $0 * length } }, width: 3)
        }
        let x = Rows([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]], width: 3)
        let sentence = try #require(
            try sentences([("shrunk", reconstruction(0.3, length: 0.3)), ("long", reconstruction(0.35, length: 1))], x).first)
        #expect(sentence.hasPrefix("By A (global centred FVE, raw) shrunk leads long 0.090 to -0.300"))
        #expect(
            sentence.contains(
                "they disagree because shrunk owes its lead to its norm (norm ratio 0.30): rescaled to the true norm, long leads by A too, -0.300 to -0.400"
            ))
    }

    @Test("A and B disagree where one massive token carries A, and no norm is blamed")
    func weights() throws {
        var noise = F.Noise(seed: 11)
        var x = noise.rows(40, 6)
        x[7] = [400, 0, 0, 0, 0, 0]
        let noisy = F.combine(x, noise.rows(40, 6)) { $0 + $1 }
        var careless = x
        careless[7] = [320, 240, 0, 0, 0, 0]
        let sentence = try #require(try sentences([("noisy", noisy), ("careless", careless)], x).first)
        #expect(sentence.hasPrefix("By A (global centred FVE, raw) noisy leads careless"))
        #expect(sentence.contains("A weighs a row by its squared distance from μ (row 7 alone has 97% of the weight), B all rows alike"))
        #expect(!sentence.contains("norm ratio"))
    }

    @Test("no sentence where all definitions agree, on exact ties, and on ties within rounding")
    func ties() throws {
        let worse = F.combine(x, F.repeated([10, 0, 0], 4)) { $1 + 0.2 * ($0 - $1) }
        #expect(try sentences([("sae", sae), ("worse", worse)]).isEmpty)
        #expect(try sentences([("sae", sae), ("same", sae)]).isEmpty)
        #expect(try sentences([("sae", sae), ("nearly", F.map(sae) { $0 * (1 + 1e-7) })]).isEmpty)
        #expect(try sentences([("sae", sae)]).isEmpty)
    }

    @Test("an undefined figure takes no side, and a cause that cannot be computed is not claimed")
    func undefined() throws {
        let sentences = try sentences([("zero", Rows(count: 4, width: 3)), ("away", F.map(x) { $0 * -1 })])
        #expect(sentences.isEmpty, "zero leads by every definition that has a value for both")
        let shifted = try self.sentences([("zero", Rows(count: 4, width: 3)), ("shifted", F.map(x) { $0 + 20 })])
        #expect(shifted.count == 1)
        #expect(shifted[0].hasPrefix("By A (global centred FVE, raw) zero leads shifted"))
        #expect(shifted[0].contains("by D (variance of the residual, raw) shifted leads zero 1.000 to 0.000"))
        #expect(!shifted[0].contains("because"))
    }

    @Test("every pair that is ranked differently gets its sentence, in the methods' order")
    func pairs() throws {
        let nla = F.map(x) { $0 * 1.3 }
        let sentences = try sentences([("sae", sae), ("nla", nla), ("longer", F.map(x) { $0 * 1.4 }), ("copy", nla)])
        #expect(sentences.count == 3)
        #expect(sentences.map { $0.contains(" nla ") } == [true, false, false])
        #expect(sentences.map { $0.contains("longer") } == [false, true, false])
        #expect(sentences.map { $0.contains("copy") } == [false, false, true])
    }
}
