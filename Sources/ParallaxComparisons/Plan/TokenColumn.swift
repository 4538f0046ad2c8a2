/// What a partial keeps of one token and one method, as a double.
public enum TokenColumn: String, Sendable, Codable, CaseIterable {
    // Of the target, where it is not the activation.
    case squares
    case squaredDeviation = "squared_deviation"
    // What TokenTerms holds of a pair.
    case reconstructionSquares = "reconstruction_squares"
    case product
    case squaredError = "squared_error"
    case cosine
    case normalisedError = "mse_nrm"
    case centredCosine = "centred_cosine"
    // Spliced as it is, and at the true norm.
    case kl
    case klFollowing = "kl_following"
    case crossEntropy = "ce"
    case topAgrees = "top_token_agreement"
    case klTrueNorm = "rescaled.kl"
    case klFollowingTrueNorm = "rescaled.kl_following"
    case crossEntropyTrueNorm = "rescaled.ce"
    case topAgreesTrueNorm = "rescaled.top_token_agreement"
    // Codes of a dictionary.
    case l0
    case bitsNaive = "bits_naive"
    case bitsSet = "bits_set"
    case bitsEntropy = "bits_entropy"
    /// ‖x − y‖² and mse_nrm of the quantised code, which is what the bits describe; of a text ‖x − y‖² of its direction at the quantised ‖x‖.
    case quantisedSquaredError = "quantised_squared_error"
    case quantisedNormalisedError = "quantised_mse_nrm"
    // Texts.
    case textTokens = "text_tokens"
    case bitsText = "bits_text"
    case bitsUniform = "bits_text_uniform"
    /// log2 AV(z|h) − log2 r(z)
    case information
    // Features of h in the NLA's output, and in that for the partner in a mismatched pair.
    case kept
    case lost
    case made
    case keptMismatched = "kept_mismatched"
    case madeMismatched = "made_mismatched"

    static let geometry: [TokenColumn] = [.reconstructionSquares, .product, .squaredError, .cosine, .normalisedError, .centredCosine]
    static let target: [TokenColumn] = [.squares, .squaredDeviation]
    static let effect: [TokenColumn] = [.kl, .klFollowing, .crossEntropy, .topAgrees]
    static let effectTrueNorm: [TokenColumn] = [.klTrueNorm, .klFollowingTrueNorm, .crossEntropyTrueNorm, .topAgreesTrueNorm]
    static let code: [TokenColumn] = [.l0, .bitsNaive, .bitsSet, .bitsEntropy, .quantisedSquaredError, .quantisedNormalisedError]
    static let text: [TokenColumn] = [.textTokens, .bitsText, .bitsUniform, .information, .quantisedSquaredError]
    static let features: [TokenColumn] = [.kept, .lost, .made, .keptMismatched, .madeMismatched]

    /// Whether there is one only where a token follows in the document.
    var needsNext: Bool {
        switch self {
        case .klFollowing, .crossEntropy, .klFollowingTrueNorm, .crossEntropyTrueNorm: true
        default: false
        }
    }
}
