/// The figures of one activation and one reconstruction, as they stand beside a method in the explorer.
///
///     let figures = TokenFigures(activation: x, reconstruction: y, statistics: others)
///     figures.centredFVE().number      // B's term with μ of the other documents
///     figures.normalisedFVE.outcome    // .undefined("no statistics…") where there are none
///
/// Vectors of different widths, or holding NaN, make every figure undefined with that reason.
public struct TokenFigures: Sendable {
    private let terms: TokenTerms
    private let reference: MeasureReference

    /// - Parameters:
    ///   - activation: x, `[d]`.
    ///   - reconstruction: y, `[d]`.
    ///   - reference: μ, Var and the unit mean direction.
    public init(activation: [Float], reconstruction: [Float], reference: MeasureReference) {
        terms = activation.withUnsafeBufferPointer { x in
            reconstruction.withUnsafeBufferPointer { y in TokenTerms.of(x, y, reference: reference) }
        }
        self.reference = reference
    }

    /// For a single pair; make a `MeasureReference` once where there are many.
    public init(activation: [Float], reconstruction: [Float], statistics: SiteStatistics?) {
        self.init(activation: activation, reconstruction: reconstruction, reference: MeasureReference(statistics))
    }

    public var cosine: Measure { measure(.cosine, terms.cosine) }

    /// With the unit mean direction projected out of both.
    public var centredCosine: Measure { measure(.centredCosine, terms.centredCosine, mean: reference.directionSource) }

    /// B's term, 1 − ‖e‖² / ‖x − μ‖², of y as it is or rescaled to ‖x‖.
    public func centredFVE(_ scale: ReconstructionScale = .asIs) -> Measure {
        measure(.perToken, terms.centredFVE(scale, reference: reference), scale: scale, mean: reference.meanSource)
    }

    /// F for one token, 1 − 2(1 − cos) / Var.
    public var normalisedFVE: Measure { measure(.normalised, terms.normalisedFVE(reference.variance), variance: reference.varianceSource) }

    /// G for one token, 1 − (1 − max(0, cos)²) / Var: with N = 1 the one scale of the set is this token's best.
    public var oneScaleFVE: Measure {
        measure(.normalisedOneScale, terms.oracleFVE(reference.variance), variance: reference.varianceSource)
    }

    public var mseNormalised: Measure { measure(.mseNormalised, terms.normalisedError) }

    /// ‖e‖² / ‖x‖².
    public var nmseRaw: Measure { measure(.nmseRaw, terms.rawError) }

    public var normRatio: Measure { measure(.normRatio, terms.normRatio) }

    /// Every figure, in the order in which they are shown.
    public var all: [Measure] {
        [cosine, centredCosine, centredFVE(), centredFVE(.trueNorm), normalisedFVE, oneScaleFVE, mseNormalised, nmseRaw, normRatio]
    }

    private func measure(
        _ definition: Definition, _ outcome: Outcome, scale: ReconstructionScale = .asIs, mean: StatisticSource = .notUsed,
        variance: StatisticSource = .notUsed
    ) -> Measure {
        Measure(
            definition, space: definition.space, scale: scale, outcome: outcome, count: 1, meanSource: mean, varianceSource: variance,
            excluded: reference.excluded)
    }
}

/// How two vectors agree in direction.
package struct DirectionAgreement {
    /// a·a, b·b, a·b.
    let squaresA: Double
    let squaresB: Double
    let product: Double
    package let cosine: Double
    /// ‖a/‖a‖ − b/‖b‖‖² = 2(1 − cosine).
    let squaredDistance: Double

    /// Nil where either vector has no direction.
    ///
    /// Near cosine 1 the distance is summed from the unit vectors and the cosine follows from it: 1 − cos from the dot
    /// product would keep no more than the digits in which it differs from 1.
    /// - Parameters:
    ///   - a: element i of the first vector.
    ///   - b: element i of the second.
    @inline(__always)
    package init?(width: Int, a: (Int) -> Double, b: (Int) -> Double) {
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for i in 0..<width {
            let (p, q) = (a(i), b(i))
            aa += p * p
            bb += q * q
            ab += p * q
        }
        guard aa > 0, bb > 0 else { return nil }
        let (lengthA, lengthB) = (aa.squareRoot(), bb.squareRoot())
        let direct = max(-1, min(1, ab / (lengthA * lengthB)))
        squaresA = aa
        squaresB = bb
        product = ab
        guard direct > 0.75 else {
            cosine = direct
            squaredDistance = 2 * (1 - direct)
            return
        }
        var distance = 0.0
        for i in 0..<width {
            let difference = a(i) / lengthA - b(i) / lengthB
            distance += difference * difference
        }
        squaredDistance = distance
        cosine = 1 - distance / 2
    }
}
