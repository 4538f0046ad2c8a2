import ParallaxCompute

/// One cell of the grid: a number, or the reason why there is none.
public enum GridCell: Equatable, Sendable {
    case value(Double)
    /// No checkpoint at this site.
    case none
    case notYet
    case running
    case failed
    /// Left out of figures (BOS, a massive norm), with the reason.
    case excluded(String)
    /// The figure has no value here, with the reason (no statistics, a zero vector).
    case undefined(String)
}

/// What the grid of layers and tokens shows.
public enum GridColour: String, CaseIterable, Sendable {
    case norm, dictionaryFVE, verbalizerFVE, difference, l0, entropy, rank, surprise, statedCosine

    /// What a model and its dictionaries give, and what files of explanations state.
    static let computed: [GridColour] = [.norm, .dictionaryFVE, .verbalizerFVE, .difference, .l0, .entropy, .rank, .surprise]
    static let stated: [GridColour] = [.norm, .verbalizerFVE, .statedCosine]

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
        case .statedCosine: "cosine of the activation and what the words reconstruct"
        }
    }

    /// The same where figures are those of a file.
    public var statedTitle: String {
        switch self {
        case .verbalizerFVE: "fve_nrm, normalised FVE per token, as the file says"
        default: title + ", as the file says"
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
        case .statedCosine: "cos (NLA)"
        }
    }

    /// The colour so many places further on among those that there are.
    func neighbour(by step: Int, among colours: [GridColour]) -> GridColour {
        let place = (colours.firstIndex(of: self) ?? 0) + step
        return colours[(place % colours.count + colours.count) % colours.count]
    }

    /// Whether a figure of this kind depends on μ and Var.
    public var needsStatistics: Bool { self == .dictionaryFVE || self == .verbalizerFVE || self == .difference }

    public var needsDictionaries: Bool { self == .dictionaryFVE || self == .l0 || self == .difference }

    public var needsVerbalizers: Bool { self == .verbalizerFVE || self == .difference || self == .statedCosine }

    public var needsLens: Bool { self == .entropy || self == .rank || self == .surprise }
}
