import Foundation

/// What a decoder's `config.json` says, held against bounds before anything is allocated by it.
public struct ModelConfiguration: Sendable, Equatable {
    /// The family, as transformers names it: "llama".
    public let modelType: String
    /// d, the width of the residual stream.
    public let hiddenSize: Int
    /// Width of the MLP between its projections.
    public let intermediateSize: Int
    /// Number of decoder blocks; the last residual site is `residual(blockCount)`.
    public let blockCount: Int
    public let headCount: Int
    /// Heads that have keys and values of their own; `headCount / keyValueHeadCount` query heads share one.
    public let keyValueHeadCount: Int
    /// Width of one head; not necessarily `hiddenSize / headCount`.
    public let headSize: Int
    public let vocabularySize: Int
    /// The longest sequence, in tokens.
    public let maximumPositions: Int
    /// ε inside the square root of every RMS norm.
    public let normEpsilon: Float
    /// Base of the rotary embedding's wavelengths.
    public let ropeBase: Double
    /// The unembedding is the embedding table.
    public let tiesEmbeddings: Bool
    public let attentionHasBias: Bool
    public let mlpHasBias: Bool
    public let bosTokenID: Int?
    /// Tokens that end a generation, of config.json and generation_config.json together.
    public let eosTokenIDs: Set<Int>

    /// The model types that Parallax runs.
    public static let supportedModelTypes = ["llama"]
}

extension ModelConfiguration {
    /// Reads `config.json`, and the stop tokens of `generation_config.json` where there is one.
    /// - Throws: `Complaint` for a missing or damaged file, an unsupported model type or variant, or an absurd number.
    public init(folder: URL) throws {
        let file = try ConfigurationFile(folder.appending(path: "config.json"))
        let type = try file.string("model_type")
        guard let type, Self.supportedModelTypes.contains(type) else {
            throw file.complaint(
                "a model_type that Parallax runs (\(Self.supportedModelTypes.joined(separator: ", ")))", type.map { "\"\($0.shortened)\"" } ?? "none",
                "use a checkpoint of a supported family")
        }
        modelType = type
        try file.refuseVariants()
        let width = 1...1_000_000
        hiddenSize = try file.integer("hidden_size", width)
        intermediateSize = try file.integer("intermediate_size", 1...10_000_000)
        blockCount = try file.integer("num_hidden_layers", 1...10_000)
        headCount = try file.integer("num_attention_heads", 1...100_000)
        keyValueHeadCount = try file.integer("num_key_value_heads", 1...headCount, default: headCount)
        guard headCount % keyValueHeadCount == 0 else {
            throw file.complaint("num_key_value_heads to divide num_attention_heads", "\(keyValueHeadCount) and \(headCount)", "correct the file")
        }
        headSize = try file.integer("head_dim", width, default: max(1, hiddenSize / headCount))
        guard headSize % 2 == 0 else { throw file.complaint("an even head_dim, since rotary embedding turns pairs", "\(headSize)", "correct the file") }
        vocabularySize = try file.integer("vocab_size", 1...100_000_000)
        maximumPositions = try file.integer("max_position_embeddings", 1...1_000_000_000, default: 2048)
        normEpsilon = Float(try file.number("rms_norm_eps", 0...1, default: 1e-6))
        ropeBase = try file.ropeBase()
        tiesEmbeddings = try file.flag("tie_word_embeddings", default: false)
        attentionHasBias = try file.flag("attention_bias", default: false)
        mlpHasBias = try file.flag("mlp_bias", default: false)
        bosTokenID = try file.tokens("bos_token_id").first
        var stops = Set(try file.tokens("eos_token_id"))
        let generation = folder.appending(path: "generation_config.json")
        if FileManager.default.fileExists(atPath: generation.path) {
            stops.formUnion(try ConfigurationFile(generation).tokens("eos_token_id"))
        }
        eosTokenIDs = stops
    }
}
