import ParallaxModels
import TestSupport
import Testing

/// A feature of a family switched off: by the configuration as it is read, by the tensors, or by both.
struct FeatureSwitch: CustomTestStringConvertible {
    let architecture: String
    let feature: String
    var tensor: @Sendable (String, [Int], [Float]) -> [Float]? = { $2 }
    var change: @Sendable (inout ModelConfiguration) -> Void = { _ in }

    var testDescription: String { "\(architecture): \(feature)" }

    static let all: [FeatureSwitch] = [
        .init(
            architecture: "llama", feature: "llama3 scaling of the rotary embedding",
            change: { $0.everyBlock { $0.rotary?.scaling = .none } }),
        .init(architecture: "llama", feature: "a head size of its own", change: { $0.attention.scale = 1 / Float(6).squareRoot() }),
        .init(architecture: "llama.linear", feature: "linear scaling", change: { $0.everyBlock { $0.rotary?.scaling = .none } }),
        .init(architecture: "llama.yarn", feature: "YaRN's frequencies", change: { $0.everyYarn { $0.factor = 1 } }),
        .init(architecture: "llama.yarn", feature: "YaRN's sharpened attention", change: { $0.everyYarn { $0.attentionFactor = 1 } }),
        .init(architecture: "llama.yarn", feature: "where YaRN's blend begins", change: { $0.everyYarn { $0.fastTurns = 0.5 } }),
        .init(architecture: "llama.yarn", feature: "where YaRN's blend ends", change: { $0.everyYarn { $0.slowTurns = 0.2 } }),
        .init(architecture: "llama.yarn-weighted", feature: "mscale", change: { $0.everyYarn { $0.attentionFactor = 1 } }),
        .init(architecture: "llama.yarn-weighted", feature: "truncate false", change: { $0.everyYarn { $0.truncates = true } }),
        .init(architecture: "mistral", feature: "the window", change: { $0.everyBlock { $0.window = nil } }),
        .init(architecture: "mistral", feature: "a window that counts the token itself", change: { $0.everyBlock { $0.window? += 1 } }),
        .init(architecture: "qwen2", feature: "biases of queries", tensor: { $0.hasSuffix("q_proj.bias") ? $2.map { _ in 0 } : $2 }),
        .init(architecture: "qwen2", feature: "biases of keys", tensor: { $0.hasSuffix("k_proj.bias") ? $2.map { _ in 0 } : $2 }),
        .init(architecture: "qwen2", feature: "biases of values", tensor: { $0.hasSuffix("v_proj.bias") ? $2.map { _ in 0 } : $2 }),
        .init(architecture: "qwen2", feature: "windows of the upper blocks", change: { $0.everyBlock { $0.window = nil } }),
        .init(architecture: "qwen2", feature: "lower blocks without a window", change: { $0.everyBlock { $0.window = 9 } }),
        .init(
            architecture: "qwen3", feature: "normed queries and keys", tensor: withoutHeadNorms,
            change: { $0.attention.normsQueriesAndKeys = false }),
        .init(
            architecture: "qwen3", feature: "the weights of query norms", tensor: { $0.hasSuffix("q_norm.weight") ? $2.map { _ in 1 } : $2 }
        ),
        .init(architecture: "gemma2", feature: "the cap of scores", change: { $0.attention.softCap = nil }),
        .init(architecture: "gemma2", feature: "the cap of logits", change: { $0.logitSoftCap = nil }),
        .init(architecture: "gemma2", feature: "the query scale", change: { $0.attention.scale = 1 / Float(10).squareRoot() }),
        .init(architecture: "gemma2", feature: "the embedding scale", change: { $0.embeddingScale = 1 }),
        .init(architecture: "gemma2", feature: "norm weights around zero", change: { $0.norm.kind = .rms }),
        .init(architecture: "gemma2", feature: "post norms", tensor: withoutPostNorms, change: { $0.norm.hasPostNorms = false }),
        .init(architecture: "gemma2", feature: "alternating windows", change: { $0.everyBlock { $0.window = nil } }),
        .init(
            architecture: "gemma2", feature: "which blocks have a window",
            change: { model in for block in model.blocks.indices { model.blocks[block].window = block % 2 == 0 ? nil : 6 } }),
        .init(architecture: "gemma2", feature: "GELU", change: { $0.mlp.activation = .silu }),
        .init(architecture: "gemma2", feature: "the gate", tensor: { $0.hasSuffix("gate_proj.weight") ? $2.map { _ in 1 } : $2 }),
        .init(
            architecture: "gemma3_text", feature: "the local rotary base",
            change: { $0.everyBlock { if $0.window != nil { $0.rotary?.base = 2000 } } }),
        .init(
            architecture: "gemma3_text", feature: "scaling of the global blocks", change: { $0.everyBlock { $0.rotary?.scaling = .none } }),
        .init(
            architecture: "gemma3_text", feature: "local blocks that are not stretched",
            change: { $0.everyBlock { $0.rotary?.scaling = .linear(factor: 4) } }),
        .init(
            architecture: "gemma3_text", feature: "normed queries and keys", tensor: withoutHeadNorms,
            change: { $0.attention.normsQueriesAndKeys = false }),
        .init(architecture: "gemma3_text", feature: "windows", change: { $0.everyBlock { $0.window = nil } }),
        .init(architecture: "gemma3_text", feature: "the cap of logits", change: { $0.logitSoftCap = nil }),
        .init(
            architecture: "gpt2", feature: "the table of positions", tensor: { $0.hasSuffix("wpe.weight") ? nil : $2 },
            change: { $0.hasPositionTable = false }),
        .init(
            architecture: "gpt2", feature: "means out of layer norms", tensor: { $0.contains("ln_") && $0.hasSuffix("bias") ? nil : $2 },
            change: { $0.norm.kind = .rms }),
        .init(
            architecture: "gpt2", feature: "biases of layer norms",
            tensor: { $0.contains("ln_") && $0.hasSuffix("bias") ? $2.map { _ in 0 } : $2 }),
        .init(
            architecture: "gpt2", feature: "biases of one matrix for queries, keys and values",
            tensor: { $0.hasSuffix("c_attn.bias") ? $2.map { _ in 0 } : $2 }),
        .init(architecture: "gpt2", feature: "biases of the output", tensor: { $0.hasSuffix("c_proj.bias") ? $2.map { _ in 0 } : $2 }),
        .init(
            architecture: "gpt2", feature: "matrices with inputs first",
            tensor: { $0.hasSuffix("attn.c_proj.weight") ? transposed($1, $2) : $2 }),
        .init(architecture: "gpt2", feature: "the tanh form of GELU", change: { $0.mlp.activation = .relu }),
        .init(
            architecture: "gpt2.inverse", feature: "scores divided by the block's number", change: { $0.everyBlock { $0.scaleDivisor = 1 } }
        ),
        .init(architecture: "gpt_neox", feature: "attention and MLP side by side", change: { $0.everyBlock { $0.isParallel = false } }),
        .init(architecture: "gpt_neox.sequential", feature: "attention before MLP", change: { $0.everyBlock { $0.isParallel = true } }),
        .init(architecture: "gpt_neox", feature: "heads rotated in part", change: { $0.everyBlock { $0.rotary?.rotated = 8 } }),
        .init(architecture: "gpt_neox", feature: "GELU with erf", change: { $0.mlp.activation = .relu }),
        .init(
            architecture: "gpt_neox", feature: "heads one behind the other in one matrix",
            tensor: { $0.hasSuffix("query_key_value.weight") ? thirdsExchanged($2) : $2 }),
        .init(architecture: "phi3", feature: "heads rotated in part", change: { $0.everyBlock { $0.rotary?.rotated = 6 } }),
        .init(architecture: "phi3", feature: "the window", change: { $0.everyBlock { $0.window = nil } }),
        .init(
            architecture: "phi3", feature: "the gate in the upper half",
            tensor: { $0.hasSuffix("gate_up_proj.weight") ? Array($2[($2.count / 2)...] + $2[..<($2.count / 2)]) : $2 })
    ]

    private static let withoutHeadNorms: @Sendable (String, [Int], [Float]) -> [Float]? = {
        $0.contains("q_norm") || $0.contains("k_norm") ? nil : $2
    }
    private static let withoutPostNorms: @Sendable (String, [Int], [Float]) -> [Float]? = {
        $0.contains("post_attention") || $0.contains("post_feedforward") ? nil : $2
    }

    private static func transposed(_ shape: [Int], _ values: [Float]) -> [Float] {
        (0..<values.count).map { values[$0 % shape[0] * shape[1] + $0 / shape[0]] }
    }

    /// What was the matrix of queries becomes that of keys, and so on.
    private static func thirdsExchanged(_ values: [Float]) -> [Float] {
        let third = values.count / 3
        return Array(values[third...] + values[..<third])
    }
}

extension ModelConfiguration {
    fileprivate mutating func everyBlock(_ change: (inout BlockSettings) -> Void) {
        for block in blocks.indices { change(&blocks[block]) }
    }

    fileprivate mutating func everyYarn(_ change: (inout YarnScaling) -> Void) {
        everyBlock { block in
            guard case .yarn(var yarn)? = block.rotary?.scaling else { return }
            change(&yarn)
            block.rotary?.scaling = .yarn(yarn)
        }
    }
}

@Suite("Every feature of a family is noticed when it is missing")
struct FeatureSwitchTests {
    @Test("switched off, parity breaks by far", arguments: FeatureSwitch.all)
    func switchedOff(feature: FeatureSwitch) throws {
        let architecture = Architecture(feature.architecture), checkpoint = try architecture.rewritten(tensor: feature.tensor)
        var configuration = try ModelConfiguration(folder: checkpoint.folder)
        feature.change(&configuration)
        let model = try DecoderCheckpoint(configuration, WeightStore(folder: checkpoint.folder)).model(role: .language)
        let error = try model.distance(from: architecture.golden)
        #expect(error > ModelMechanismTests.farOff, "relative error \(error)")
    }
}
