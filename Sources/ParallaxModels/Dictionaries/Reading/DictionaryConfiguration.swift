/// What a checkpoint says about a dictionary, whatever its family: the pieces of the formula, the sizes, the sites.
public struct DictionaryConfiguration: Sendable, Equatable {
    /// The family, "Gemma Scope 1".
    public internal(set) var family = ""
    /// What in the files says that it is of this family.
    public internal(set) var evidence = ""
    /// The library and version that the tests hold this family against; nil where they follow the published formula alone.
    public internal(set) var verifiedAgainst: String?

    /// d_in, the width of the activations that it reads.
    public let inputSize: Int
    /// d_out, the width of what it reconstructs: d_in, except for transcoders.
    public let outputSize: Int
    /// d_sae.
    public let featureCount: Int

    public internal(set) var rule = ActivationRule.relu
    public internal(set) var decoderNorms = DecoderNormUse.none
    /// Whether b_dec is subtracted from the (normalised) input.
    public package(set) var subtractsDecoderBias = false
    public package(set) var normalisation = InputNormalisation.none
    /// Whether the output is brought back to the scale that the input had.
    public internal(set) var undoesNormalisation = true
    /// Whether y += W_skip x.
    public internal(set) var hasSkip = false
    /// Whether it is trained to give another site's activation than the one it reads.
    public internal(set) var isTranscoder = false
    /// Whether the input is the heads' outputs, `[heads, head size]`, flattened to d_in.
    public internal(set) var flattensHeads = false

    /// The site in TransformerLens' spelling, or as the checkpoint spells it where that is no site; nil where it does not say one.
    public internal(set) var hookName: String?
    /// The site of what it reconstructs, where that is another one.
    public internal(set) var targetHookName: String?
    /// The model that it was trained on, as the checkpoint spells it.
    public internal(set) var modelName: String?
    /// Whether the prompts that it was trained on began with BOS; nil where the checkpoint does not say it.
    public internal(set) var prependsBOS: Bool?
    /// The number of features active on average, where the checkpoint (or its path) says it.
    public internal(set) var statedL0: Double?
    /// What a person should know before trusting figures: one sentence each.
    public internal(set) var notes: [String] = []

    init(inputSize: Int, outputSize: Int, featureCount: Int) {
        self.inputSize = inputSize
        self.outputSize = outputSize
        self.featureCount = featureCount
    }
}

extension DictionaryConfiguration {
    /// The rule of activity in a few words: "topk, at most 16 active".
    public var ruleText: String {
        let norms =
            switch decoderNorms {
            case .none: ""
            case .selection: ", chosen by activation times decoder norm"
            case .activation: ", by activation times decoder norm"
            }
        switch rule {
        case .relu: return "standard (relu)" + norms
        case .topK(let k): return "topk, at most \(k) active" + norms
        case .jumpReLU: return "jumprelu" + norms
        case .groupMax(let groups): return "groupmax, at most \(groups) active, one a group" + norms
        case .gated: return "gated" + norms
        }
    }
}

extension DictionaryConfiguration {
    /// What to say of a dictionary's figures over a prompt; nil where it agrees with it or does not say what it was trained on.
    /// - Parameter begins: whether the prompt begins with BOS.
    public static func bosWarning(prependsBOS: Bool?, begins: Bool) -> String? {
        guard let prependsBOS, prependsBOS != begins else { return nil }
        return prependsBOS
            ? "no BOS here: the dictionary was trained on prompts that begin with BOS (bos: always puts it there)"
            : "BOS here: the dictionary was trained on prompts without BOS (bos: never takes it away)"
    }

    /// The same over documents.
    /// - Parameters:
    ///   - firstTokens: of each document.
    ///   - bos: the token that begins a text; nil where none is known.
    package func bosWarning(firstTokens: [Int], bos: Int?) -> String? {
        let documents = firstTokens.count, beginning = firstTokens.count { $0 == bos }
        guard let prependsBOS, documents > 0 else { return nil }
        let wrong = prependsBOS ? documents - beginning : beginning
        guard wrong > 0 else { return nil }
        let count =
            wrong == documents
            ? (documents == 1 ? "this document begins" : "all \(documents) documents begin")
            : "\(wrong) of \(documents) documents begin\(wrong == 1 ? "s" : "")"
        return prependsBOS
            ? "trained on prompts that begin with BOS, \(count) without (bos: always puts it there)"
            : "trained on prompts without BOS, \(count) with it (bos: never takes it away)"
    }
}
