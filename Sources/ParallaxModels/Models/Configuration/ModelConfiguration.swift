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

extension ModelConfiguration {
    /// The model types that Parallax runs.
    public static var supportedModelTypes: [String] { ModelFamily.all.flatMap(\.modelTypes) }

    /// Reads `config.json`, and the stop tokens of `generation_config.json` where there is one.
    /// - Throws: `Complaint` for a missing or damaged file, an unsupported model type or variant, or an absurd number.
    public init(folder: URL) throws {
        let file = try ConfigurationFile(folder.appending(path: "config.json"))
        let type = try file.string("model_type")
        guard let type, let family = ModelFamily.all.first(where: { $0.modelTypes.contains(type) }) else {
            throw file.complaint(
                "a model_type that Parallax runs (\(Self.supportedModelTypes.joined(separator: ", ")))",
                type.map { "\"\($0.shortened)\"" } ?? "none",
                "use a checkpoint of a supported family")
        }
        try self.init(file, type, family)
        let generation = folder.appending(path: "generation_config.json")
        if generation.isThere {
            eosTokenIDs.formUnion(try ConfigurationFile(generation).tokens("eos_token_id"))
        }
    }

    private init(_ whole: ConfigurationFile, _ type: String, _ family: ModelFamily) throws {
        try whole.refuse("quantization_config", unless: "null (weights in F32, F16 or BF16)") { _ in false }
        var section = whole
        if let key = family.section {
            guard let inner = whole.section(key) else {
                throw whole.complaint("an object \(key), which describes the language model", "none", "fetch config.json again")
            }
            section = inner
        }
        let file = section.read(spellings: family.spellings, ownKeys: family.ownKeys, defaults: family.defaults)
        try self.init(file, type, family.names)
        try family.settle(file, &self)
        if family.section != nil {
            eosTokenIDs.formUnion(try whole.tokens("eos_token_id"))
            bosTokenID = try whole.tokens("bos_token_id").first ?? bosTokenID
        }
    }

    /// What is read alike in every family; the family settles the rest.
    private init(_ file: ConfigurationFile, _ type: String, _ names: TensorNames) throws {
        modelType = type
        tensorNames = names
        let width = 1...1_000_000
        hiddenSize = try file.integer("hidden_size", width)
        intermediateSize = try file.integer("intermediate_size", 1...10_000_000, default: min(4 * hiddenSize, 10_000_000))
        blockCount = try file.integer("num_hidden_layers", 1...10_000)
        headCount = try file.integer("num_attention_heads", 1...100_000)
        keyValueHeadCount = try file.integer("num_key_value_heads", 1...headCount, default: headCount)
        guard headCount % keyValueHeadCount == 0 else {
            throw file.complaint(
                "num_key_value_heads to divide num_attention_heads", "\(keyValueHeadCount) and \(headCount)", "correct the file")
        }
        headSize = try file.integer("head_dim", width, default: max(1, hiddenSize / headCount))
        vocabularySize = try file.integer("vocab_size", 1...100_000_000)
        maximumPositions = try file.integer("max_position_embeddings", 1...1_000_000_000, default: 2048)
        tiesEmbeddings = try file.flag("tie_word_embeddings", default: false)
        norm = NormSettings(kind: .rms, epsilon: Float(try file.number("rms_norm_eps", 0...1, default: 1e-6)))
        let scale = 1 / Float(headSize).squareRoot()
        attention = AttentionSettings(scale: scale)
        // transformers has no function for it; a guess would be believed.
        if file.isNull("hidden_act") { throw file.misfit("hidden_act", "the name of an activation") }
        let name = try file.string("hidden_act") ?? "silu"
        guard let activation = Activation(transformersName: name) else {
            throw file.complaint(
                "an activation that is computed here (silu, gelu, gelu_new, gelu_pytorch_tanh, relu)", "\"\(name.shortened)\"",
                "use a checkpoint with one of these")
        }
        mlp = MLPSettings(activation: activation)
        blocks = Array(repeating: BlockSettings(), count: blockCount)
        bosTokenID = try file.tokens("bos_token_id").first
        eosTokenIDs = Set(try file.tokens("eos_token_id"))
    }
}

/// What more than one family settles.
extension ModelConfiguration {
    /// The same rotary embedding in all blocks.
    mutating func rotate(_ file: ConfigurationFile) throws {
        let rotary = try file.rotary(headSize: headSize, maximumPositions: maximumPositions)
        for block in blocks.indices { blocks[block].rotary = rotary }
        if case .yarn(let yarn) = rotary.scaling {
            // The file may name the context of the first training only.
            maximumPositions = max(maximumPositions, Int(clamping: min(1e9, yarn.originalPositions * yarn.factor)))
        }
    }

    /// Windows by `layer_types`, or where the file has none by `isSliding`.
    mutating func slide(_ file: ConfigurationFile, window: Int?, isSliding: (Int) -> Bool) throws {
        let written = try file.layerTypes(blockCount), types = written ?? (0..<blockCount).map { isSliding($0) ? .sliding : .full }
        if window == nil, written?.contains(.sliding) == true {
            throw file.complaint(
                "sliding_window, since layer_types has blocks of sliding_attention", "none",
                "use an unaltered config.json of the checkpoint")
        }
        for (block, type) in types.enumerated() where type == .sliding { blocks[block].window = window }
    }
}

/// How a block's attention is masked.
enum LayerType: String {
    case full = "full_attention"
    case sliding = "sliding_attention"
}

extension ConfigurationFile {
    /// - Throws: `Complaint` for a list of another length, and for a type that is not computed here.
    func layerTypes(_ count: Int) throws -> [LayerType]? {
        guard let value = value("layer_types") else { return nil }
        guard let list = value.array, list.count == count else { throw misfit("layer_types", "a list of \(count) names, one a block") }
        return try list.map { element in
            guard let type = element.string.flatMap(LayerType.init(rawValue:)) else {
                throw complaint("layer_types of \"full_attention\" and \"sliding_attention\"", element.quoted, "use a checkpoint of these")
            }
            return type
        }
    }

    /// `sliding_window` in tokens; nil where there is none.
    func slidingWindow() throws -> Int? {
        value("sliding_window") == nil ? nil : try integer("sliding_window", 1...1_000_000_000)
    }
}
