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
