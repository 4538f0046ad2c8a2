/// The figures of an explanation derived again from each other: mse_nrm = 2(1 − cos), fve_nrm = 1 − mse_nrm / Var. A pure function of
/// what a file states.
///
///     let check = StatedCheck(explanation.stated, variance: file.variance)
///     for disagreement in check.disagreements { print(disagreement) }
public struct StatedCheck: Sendable, Equatable {
    /// A figure that is not what the others give.
    public struct Disagreement: Sendable, Equatable, CustomStringConvertible {
        /// "mse_nrm", "fve_nrm", "cos".
        public let figure: String
        public let stated: Double
        public let derived: Double
        /// How far apart the digits, and the arithmetic behind them, may leave the two.
        public let tolerance: Double
        /// From what it was derived.
        public let basis: String

        public var description: String {
            let (stated, derived) = FigureText.shortPair(stated, derived)
            return "\(figure) is \(stated) in the file, \(basis) gives \(derived)"
        }
    }

    /// 2(1 − cos); nil where no cosine is stated.
    public let meanSquaredError: Double?
    /// 1 − mse_nrm / 2; nil where no error is stated.
    public let cosine: Double?
    /// 1 − mse_nrm / Var, from the stated error, else from the cosine's; nil without Var.
    public let varianceExplained: Double?
    public let disagreements: [Disagreement]

    /// Figures were computed in 32 bits at best, over thousands of dimensions.
    private static let arithmetic = 1e-4

    public init(_ figures: StatedFigures, variance: StatedVariance?) {
        var found: [Disagreement] = []
        let fromCosine = figures.cosine.map { StatedFigure(2 * (1 - $0.value), halfStep: 2 * $0.halfStep) }
        meanSquaredError = fromCosine?.value
        cosine = figures.meanSquaredError.map { 1 - $0.value / 2 }
        func check(_ name: String, _ stated: StatedFigure?, _ derived: Double?, open: Double, _ basis: @autoclosure () -> String) {
            guard let stated, let derived else { return }
            let tolerance = stated.halfStep + open
            // A little more than the tolerance: a digit that was rounded at its half is no disagreement.
            if abs(stated.value - derived) > tolerance * (1 + 1e-9) { found.append(.init(figure: name, stated: stated.value, derived: derived, tolerance: tolerance, basis: basis())) }
        }
        if let cosine = figures.cosine, abs(cosine.value) > 1 {
            check("cos", cosine, max(-1, min(1, cosine.value)), open: Self.arithmetic, "the range of a cosine")
        }
        check("mse_nrm", figures.meanSquaredError, fromCosine?.value, open: (fromCosine?.halfStep ?? 0) + Self.arithmetic, "2(1 − cos)")
        let error = figures.meanSquaredError ?? fromCosine
        if let error, let variance {
            let explained = 1 - error.value / variance.value
            varianceExplained = explained.isFinite ? explained : nil
            let open = (error.halfStep + Self.arithmetic) / variance.value + abs(error.value) / variance.value * variance.halfStep / variance.value
            check("fve_nrm", figures.varianceExplained, varianceExplained, open: open, "1 − mse_nrm/Var with Var \(FigureText.text(variance.value, decimals: 4)) (\(variance.origin))")
        } else {
            varianceExplained = nil
        }
        disagreements = found
    }
}
