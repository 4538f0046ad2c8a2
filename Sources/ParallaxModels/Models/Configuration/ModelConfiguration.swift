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
    public package(set) var maximumPositions: Int
    /// The unembedding is the embedding table where the files hold none of its own.
    public package(set) var tiesEmbeddings: Bool
    public package(set) var norm: NormSettings
    public package(set) var attention: AttentionSettings
    public package(set) var mlp: MLPSettings
    /// Of every block.
    public package(set) var blocks: [BlockSettings]
    /// What a row of the embedding table is multiplied by on its way into block 0.
    public package(set) var embeddingScale: Float = 1
    /// A table of positions is added to the embeddings.
    public package(set) var hasPositionTable = false
    /// c: logits become c·tanh(logit / c); nil leaves them.
    public package(set) var logitSoftCap: Float?
    public internal(set) var bosTokenID: Int?
    /// Tokens that end a generation, of config.json and generation_config.json together.
    public internal(set) var eosTokenIDs: Set<Int>
    /// What config.json says and transformers does not read so, one sentence each.
    public internal(set) var notes: [String] = []
    /// How the files name what a decoder is made of.
    let tensorNames: TensorNames
}

/// The norms of a decoder.
public struct NormSettings: Sendable, Equatable {
    public enum Kind: Sendable {
        /// x / sqrt(mean(x²) + ε) · w
        case rms
        /// The same times 1 + w: the files hold weights around zero.
        case zeroCentredRMS
        /// (x - mean) / sqrt(variance + ε) · w + b
        case layer
    }

    public package(set) var kind: Kind
    /// ε
    public package(set) var epsilon: Float
    /// What attention and MLP add is normed, too.
    public package(set) var hasPostNorms = false
}

/// What the attention of all blocks has in common.
public struct AttentionSettings: Sendable, Equatable {
    /// What the products of queries and keys are multiplied by.
    public package(set) var scale: Float
    /// c: scores become c·tanh(score / c); nil leaves them.
    public package(set) var softCap: Float?
    /// Queries, keys and values have biases.
    public package(set) var projectionsHaveBias = false
    public package(set) var outputHasBias = false
    /// Every head's query and key is normed.
    public package(set) var normsQueriesAndKeys = false
}

/// What the MLPs of all blocks have in common.
public struct MLPSettings: Sendable, Equatable {
    public package(set) var activation: Activation
    /// down(f(gate(x)) · up(x)) rather than down(f(up(x))).
    public package(set) var isGated = true
    public package(set) var hasBias = false
}

/// What may differ from block to block.
public struct BlockSettings: Sendable, Equatable {
    /// nil where positions do not enter by rotation.
    public package(set) var rotary: RotarySettings?
    /// Keys that a token sees, itself included; nil sees all before it.
    public package(set) var window: Int?
    /// The MLP reads the block's input, not what attention has added to it.
    public package(set) var isParallel = false
    /// Attention's scale is divided by it.
    public package(set) var scaleDivisor: Float = 1
}
