import ParallaxCompute

/// What the grid of layers and tokens shows.
public enum GridColour: String, CaseIterable, Sendable {
    case norm, dictionaryFVE, verbalizerFVE, l0

    /// For the legend: the quantity with its definition.
    public var title: String {
        switch self {
        case .norm: "‖h‖, norm of the residual stream, log scale"
        case .dictionaryFVE: "F of the SAE, normalised FVE per token"
        case .verbalizerFVE: "F of the NLA, normalised FVE per token"
        case .l0: "L0, active features of the SAE"
        }
    }

    public var next: GridColour {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }

    /// Whether a figure of this kind depends on μ and Var.
    public var needsStatistics: Bool { self == .dictionaryFVE || self == .verbalizerFVE }
}
