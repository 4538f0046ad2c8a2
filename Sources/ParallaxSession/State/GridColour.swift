import ParallaxCompute

/// What the grid of layers and tokens shows.
public enum GridColour: String, CaseIterable, Sendable {
    case norm, dictionaryFVE, verbalizerFVE, l0

    /// For the legend: the quantity with its definition.
    public var title: String {
        switch self {
        case .norm: "‖h‖, the norm of the residual stream"
        case .dictionaryFVE: "F (SAE), normalised FVE of one token, 1 − 2(1 − cos)/Var"
        case .verbalizerFVE: "F (NLA), normalised FVE of one token, 1 − 2(1 − cos)/Var"
        case .l0: "L0, active features of the chosen SAE"
        }
    }

    public var next: GridColour {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }

    /// Whether a figure of this kind depends on μ and Var.
    public var needsStatistics: Bool { self == .dictionaryFVE || self == .verbalizerFVE }
}
