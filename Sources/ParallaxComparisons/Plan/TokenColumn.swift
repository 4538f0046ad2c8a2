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

/// The kind of place a token stands at: figures are given for each, and some are left out of the headline.
public enum Stratum: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case bos = "BOS"
    /// ‖x‖ beyond the rule's multiple of the document's median.
    case massive = "massive norm"
    /// A vector that no method can be judged by: zero, or not finite.
    case unusable = "zero or not finite"
    case special = "special and template tokens"
    /// What a copy of the document has said before.
    case repeated = "said in a copy before"
    /// The first ten of the others: what a token is told by is still short.
    case opening = "first ten"
    case rest

    public static let openingLength = 10

    /// Why no method is asked about it; nil where they are.
    var whyNotRun: String? {
        switch self {
        case .unusable: "the activation is zero or not finite"
        case .repeated: "a copy of the document has said it before"
        default: nil
        }
    }

    /// Whether methods are asked about it.
    var isRun: Bool { whyNotRun == nil }

    /// Whether the headline counts it.
    public var isInHeadline: Bool { self == .opening || self == .rest }

    /// The stratum of every position of a document.
    /// - Parameters:
    ///   - norms: ‖x‖ per position.
    ///   - special: positions of special tokens and of the chat template's own words.
    ///   - repeated: positions that an evaluated copy has said before.
    static func of(norms: [Double], bos: Set<Int>, special: Set<Int>, repeated: Set<Int> = [], rule: ExclusionRule) -> [Stratum] {
        let excluded = rule.excluded(norms: norms, bos: bos)
        var plain = 0
        return norms.indices.map { position in
            if bos.contains(position) { return .bos }
            if !norms[position].isFinite || norms[position] == 0 { return .unusable }
            if excluded[position] != nil { return .massive }
            if special.contains(position) { return .special }
            plain += 1
            if repeated.contains(position) { return .repeated }
            return plain <= openingLength ? .opening : .rest
        }
    }
}
