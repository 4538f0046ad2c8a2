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
    public var oneScaleFVE: Measure { measure(.normalisedOneScale, terms.oracleFVE(reference.variance), variance: reference.varianceSource) }

    public var mseNormalised: Measure { measure(.mseNormalised, terms.normalisedError) }

    /// ‖e‖² / ‖x‖².
    public var nmseRaw: Measure { measure(.nmseRaw, terms.rawError) }

    public var normRatio: Measure { measure(.normRatio, terms.normRatio) }

    /// Every figure, in the order in which they are shown.
    public var all: [Measure] {
        [cosine, centredCosine, centredFVE(), centredFVE(.trueNorm), normalisedFVE, oneScaleFVE, mseNormalised, nmseRaw, normRatio]
    }

    private func measure(
        _ definition: Definition, _ outcome: Outcome, scale: ReconstructionScale = .asIs, mean: StatisticSource = .notUsed, variance: StatisticSource = .notUsed
    ) -> Measure {
        Measure(
            definition, space: definition.space, scale: scale, outcome: outcome, count: 1, meanSource: mean, varianceSource: variance,
            excluded: reference.excluded)
    }
}
