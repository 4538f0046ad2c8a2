/// What a figure says: the definitions that are in use, under the letters by which the screen and the tables name them.
///
/// Throughout, x_t is an activation, y_t its reconstruction, e_t = x_t − y_t, μ the mean of x over tokens,
/// v = x/‖x‖, v̄ the mean of v, and Var = mean_t ‖v_t − v̄‖² = 1 − ‖v̄‖². The raw value is the key in JSON output.
public enum Definition: String, Sendable, Codable, CaseIterable {
    // Fraction of variance explained (FVE), in its variants.
    /// A.
    case global
    /// B.
    case perToken = "per_token"
    /// C.
    case uncentred
    /// D.
    case residualVariance = "residual_variance"
    /// F.
    case normalised
    /// G.
    case normalisedOneScale = "normalised_one_scale"
    /// G*.
    case normalisedOracleScale = "normalised_oracle_scale"

    // Errors.
    /// E.
    case nmseRaw = "nmse_raw"
    case mseNormalised = "mse_nrm"

    // Directions and lengths.
    case cosine
    case centredCosine = "centred_cosine"
    case normRatio = "norm_ratio"
    case bias
    case l0

    // The effect on the model's next-token distribution when y replaces x.
    case kl
    case klFollowing = "kl_following"
    case klRecoveredFromZero = "kl_recovered_zero"
    case klRecoveredFromMean = "kl_recovered_mean"
    case crossEntropyScoreFromZero = "ce_score_zero"
    case crossEntropyScoreFromMean = "ce_score_mean"
    case topTokenAgreement = "top_token_agreement"

    // Description lengths.
    case bitsNaive = "bits_naive"
    case bitsSet = "bits_set"
    case bitsEntropy = "bits_entropy"
    case bitsText = "bits_text"
}

/// Where a figure is measured.
public enum Space: String, Sendable, Codable {
    /// In the activations' own units.
    case raw
    /// Between unit vectors.
    case normalised
    /// The same whatever the length of x or of y.
    case scaleFree = "scale-free"
    /// Between next-token distributions of the model.
    case output
    /// Of the code, not of the reconstruction.
    case code
}

/// The length at which a reconstruction was measured.
public enum ReconstructionScale: String, Sendable, Codable {
    /// As the method gave it.
    case asIs = "as it is"
    /// Rescaled to ‖x‖, token by token.
    case trueNorm = "rescaled to the true norm"
}

extension Definition {
    /// How a definition presents itself.
    private struct Card {
        var letter: String?
        var name: String
        var formula: String
        var space: Space
        var users: String
    }

    /// A…G* where the definition has a letter.
    public var letter: String? { card.letter }
    /// A few words, as in a table's head.
    public var name: String { card.name }
    public var formula: String { card.formula }
    public var space: Space { card.space }
    /// Who reports figures by this definition.
    public var users: String { card.users }

    /// "A (global centred FVE, raw)", "cosine (scale-free)".
    public var title: String {
        letter.map { "\($0) (\(name), \(space.rawValue))" } ?? "\(name) (\(space.rawValue))"
    }

    /// The letter, or the name where there is none.
    public var symbol: String { letter ?? name }

    /// Which way is better; nil where neither is (a ratio, a count).
    public var higherIsBetter: Bool? {
        switch self {
        case .global, .perToken, .uncentred, .residualVariance, .normalised, .normalisedOneScale, .normalisedOracleScale, .cosine,
            .centredCosine,
            .klRecoveredFromZero, .klRecoveredFromMean, .crossEntropyScoreFromZero, .crossEntropyScoreFromMean, .topTokenAgreement:
            true
        case .nmseRaw, .mseNormalised, .kl, .klFollowing, .bitsNaive, .bitsSet, .bitsEntropy, .bitsText: false
        case .normRatio, .bias, .l0: nil
        }
    }

    private var card: Card {
        switch self {
        case .global, .perToken, .uncentred, .residualVariance, .nmseRaw: rawCard
        case .normalised, .normalisedOneScale, .normalisedOracleScale, .mseNormalised, .cosine, .centredCosine: directionCard
        case .normRatio:
            Card(name: "norm ratio", formula: "mean_t ‖y_t‖ / ‖x_t‖", space: .raw, users: "SAELens (l2_ratio); 1 = true length")
        case .bias:
            Card(
                name: "relative reconstruction bias", formula: "E‖y‖² / E[x·y]", space: .raw,
                users: "Gated SAE paper, SAELens, SAEBench; 1 = none")
        case .l0: Card(name: "L0", formula: "mean_t number of active features", space: .code, users: "everyone")
        case .kl, .klFollowing, .klRecoveredFromZero, .klRecoveredFromMean, .crossEntropyScoreFromZero, .crossEntropyScoreFromMean,
            .topTokenAgreement:
            outputCard
        case .bitsNaive, .bitsSet, .bitsEntropy, .bitsText: codeCard
        }
    }

    private var rawCard: Card {
        switch self {
        case .perToken:
            Card(
                letter: "B", name: "per-token FVE", formula: "mean_t [1 − ‖e_t‖² / ‖x_t − μ‖²]", space: .raw,
                users: "SAELens before March 2025, the SAEBench paper")
        case .uncentred:
            Card(
                letter: "C", name: "uncentred FVE", formula: "1 − Σ‖e_t‖² / Σ‖x_t‖²", space: .raw,
                users: "SAELens March 2025 to March 2026, by mistake")
        case .residualVariance:
            Card(
                letter: "D", name: "variance of the residual", formula: "1 − Σ_i Var(e_i) / Σ_i Var(x_i), unbiased", space: .raw,
                users: "dictionary_learning; blind to a constant offset")
        case .nmseRaw:
            Card(letter: "E", name: "raw NMSE", formula: "mean_t ‖e_t‖² / ‖x_t‖²", space: .raw, users: "OpenAI")
        default:
            Card(
                letter: "A", name: "global centred FVE", formula: "1 − Σ‖e_t‖² / Σ‖x_t − μ‖²", space: .raw,
                users: "sparsify (1 − FVU), SAELens since March 2026")
        }
    }

    private var directionCard: Card {
        switch self {
        case .normalisedOneScale:
            Card(
                letter: "G", name: "normalised FVE, one scale", formula: "1 − (1 − max(0, mean_t cos)²) / Var", space: .normalised,
                users: "nobody, and it should be: the mean direction gets exactly 0")
        case .normalisedOracleScale:
            Card(
                letter: "G*", name: "normalised FVE, oracle scale", formula: "1 − mean_t (1 − max(0, cos)²) / Var", space: .normalised,
                users: "an upper bound: the best scale of each token")
        case .mseNormalised:
            Card(name: "mse_nrm", formula: "mean_t 2(1 − cos(x_t, y_t))", space: .normalised, users: "the NLA paper")
        case .cosine:
            Card(
                name: "cosine", formula: "mean_t x_t·y_t / (‖x_t‖ ‖y_t‖)", space: .scaleFree,
                users: "everyone; near 1 for anything where the shared mean dominates")
        case .centredCosine:
            Card(name: "centred cosine", formula: "mean_t cos(Px_t, Py_t), P projects v̄/‖v̄‖ out", space: .scaleFree, users: "Parallax")
        default:
            Card(
                letter: "F", name: "normalised FVE", formula: "1 − mean_t mse_nrm / Var", space: .normalised,
                users: "the NLA paper; Neuronpedia shows 1 − F")
        }
    }

    private var outputCard: Card {
        switch self {
        case .klFollowing:
            Card(
                name: "KL over the next tokens",
                formula: "mean over the next n tokens of KL(clean ‖ spliced), spliced at one position, nats", space: .output,
                users: "Parallax")
        case .klRecoveredFromZero:
            Card(
                name: "KL recovered (zero ablation)", formula: "1 − KL_rec / KL_abl, y = 0 for the ablation", space: .output,
                users: "SAELens")
        case .klRecoveredFromMean:
            Card(
                name: "KL recovered (mean ablation)", formula: "1 − KL_rec / KL_abl, y = μ for the ablation", space: .output,
                users: "SAELens")
        case .crossEntropyScoreFromZero:
            Card(
                name: "CE score (zero ablation)", formula: "(CE_abl − CE_rec) / (CE_abl − CE_clean), y = 0 for the ablation",
                space: .output, users: "SAELens, SAEBench")
        case .crossEntropyScoreFromMean:
            Card(
                name: "CE score (mean ablation)", formula: "(CE_abl − CE_rec) / (CE_abl − CE_clean), y = μ for the ablation",
                space: .output, users: "Gated SAE paper")
        case .topTokenAgreement:
            Card(
                name: "top-token agreement", formula: "share of positions with argmax clean = argmax spliced", space: .output,
                users: "Parallax")
        default:
            Card(
                name: "KL", formula: "KL(clean ‖ spliced) at the spliced position, nats", space: .output, users: "SAELens, the NLA studies")
        }
    }

    private var codeCard: Card {
        switch self {
        case .bitsSet:
            Card(name: "bits, set code", formula: "log2 C(n, L0) + log2(n + 1) + L0·B", space: .code, users: "Parallax")
        case .bitsEntropy:
            Card(
                name: "bits, entropy code", formula: "Σ_active (−log2 p_i − log2 q_i(bin)) + Σ_inactive −log2(1 − p_i)", space: .code,
                users: "Parallax; p and q from other documents")
        case .bitsText:
            Card(name: "bits, text", formula: "−Σ_t log2 r(z_t | z_<t)", space: .code, users: "Parallax; the reference r names itself")
        default:
            Card(name: "bits, naive", formula: "L0 (log2 n + B)", space: .code, users: "most papers")
        }
    }
}
