/// The figures of one explanation under one name each, whatever the file calls them.
public struct StatedFigures: Sendable, Hashable {
    /// ‖h‖, in the activations' own units.
    public var norm: StatedFigure?
    /// Mean squared difference of activation and reconstruction, both scaled to length √d.
    public var meanSquaredError: StatedFigure?
    public var cosine: StatedFigure?
    /// 1 − mse_nrm / Var.
    public var varianceExplained: StatedFigure?

    public init(norm: StatedFigure? = nil, meanSquaredError: StatedFigure? = nil, cosine: StatedFigure? = nil, varianceExplained: StatedFigure? = nil) {
        self.norm = norm
        self.meanSquaredError = meanSquaredError
        self.cosine = cosine
        self.varianceExplained = varianceExplained
    }

    /// - Parameter figures: by the file's own names.
    init(_ figures: [String: StatedFigure]) {
        func first(_ names: [String]) -> StatedFigure? { names.lazy.compactMap { figures[$0] }.first }
        norm = first(["||v||", "‖v‖", "l2_norm", "norm"])
        meanSquaredError = first(["mse_nrm", "mse", "MSE"])
        cosine = first(["cos", "cosine_similarity", "cosine"])
        varianceExplained = first(["fve_nrm", "fve"])
    }

    public var isEmpty: Bool { self == StatedFigures() }
}
