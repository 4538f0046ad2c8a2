import ParallaxCompute

/// What the grid of layers and tokens shows.
public enum GridColour: String, CaseIterable, Sendable {
    case norm, dictionaryFVE, verbalizerFVE, difference, l0, entropy, rank, surprise

    /// For the legend: the quantity with its definition.
    public var title: String {
        switch self {
        case .norm: "‖h‖, norm of the residual stream, log scale"
        case .dictionaryFVE: "F of the SAE, normalised FVE per token"
        case .verbalizerFVE: "F of the NLA, normalised FVE per token"
        case .difference: "F of the NLA − F of the SAE"
        case .l0: "L0, active features of the SAE"
        case .entropy: "entropy of the logit lens, nats"
        case .rank: "rank of the actual next token in the logit lens, log scale"
        case .surprise: "−log p of the actual next token in the logit lens, nats"
        }
    }

    /// For the token line, before the number.
    public var name: String {
        switch self {
        case .norm: "‖h‖"
        case .dictionaryFVE: "F (SAE)"
        case .verbalizerFVE: "F (NLA)"
        case .difference: "F (NLA) − F (SAE)"
        case .l0: "L0"
        case .entropy: "lens entropy"
        case .rank: "rank of next"
        case .surprise: "−log p of next"
        }
    }

    public var next: GridColour {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }

    /// Whether a figure of this kind depends on μ and Var.
    public var needsStatistics: Bool { self == .dictionaryFVE || self == .verbalizerFVE || self == .difference }

    public var needsDictionaries: Bool { self == .dictionaryFVE || self == .l0 || self == .difference }

    public var needsVerbalizers: Bool { self == .verbalizerFVE || self == .difference }

    public var needsLens: Bool { self == .entropy || self == .rank || self == .surprise }
}
