import Foundation

/// Something that was opened from files and knows itself: a model, a dictionary, an AV, an AR, a file of explanations.
///
/// Comparisons, calibrations, statistics and findings name checkpoints by what these say, never by what lies in a folder.
public protocol Checkpoint: Sendable {
    /// The name that people tell it by: that of its folder or file.
    var name: String { get }
    /// Of the tensors and settings that were opened (``Fingerprint``): whatever else lies beside them does not count, and two dictionaries in
    /// one folder are told apart. Weights are sampled when it is asked for first.
    var fingerprint: String { get }
    /// The files that it was read from.
    var files: [URL] { get }
    /// - Throws: `Complaint` where one of its files is not what it was when it was opened.
    func checkIntact() throws
}

/// Puts a decoder together from its configuration and its files.
package struct DecoderCheckpoint {
    private let configuration: ModelConfiguration
    private let store: WeightStore

    package init(_ configuration: ModelConfiguration, _ store: WeightStore) {
        self.configuration = configuration
        self.store = store
    }

    /// - Throws: `Complaint` that names every missing, superfluous or misshapen tensor.
    package func model(role: LanguageModel.Role) throws -> LanguageModel {
        try assemble(role, readsValues: true)
    }

    /// Tensors that no part of the model uses, by names and shapes alone.
    /// - Throws: as `model(role:)`.
    package func unusedTensors(role: LanguageModel.Role) throws -> [String] { try assemble(role, readsValues: false).unusedTensors }

    private func assemble(_ role: LanguageModel.Role, readsValues: Bool) throws -> LanguageModel {
        try store.checkWhole()
        let c = configuration, names = c.tensorNames
        let prefix = names.prefixes.first { store.tensorIfPresent("\($0)\(names.embedding).weight") != nil } ?? names.prefixes[0]
        var reader = CheckpointReader(store, c, readsValues: readsValues)
        let table = try reader.matrix("\(prefix)\(names.embedding).weight", outputs: c.vocabularySize, inputs: c.hiddenSize)
        let positions = c.hasPositionTable ? reader.view("\(prefix)\(names.positions).weight", [c.maximumPositions, c.hiddenSize]) : nil
        var rotaries: [RotarySettings: RotaryEmbedding] = [:]
        var blocks: [DecoderBlock] = []
        for (index, settings) in c.blocks.enumerated() {
            let rotary = settings.rotary.map { rotaries[$0] ?? RotaryEmbedding($0) }
            if let key = settings.rotary { rotaries[key] = rotary }
            let assembly = BlockAssembly(configuration: c, settings: settings, name: "\(prefix)\(names.blocks).\(index).", rotary: rotary)
            if let block = try assembly.block(index, &reader) { blocks.append(block) }
        }
        let head = role == .language ? try head(prefix, table, &reader) : nil
        let ignored = role == .language ? [] : ["\(prefix)\(names.finalNorm)"] + names.head
        let unused = reader.unused(computedBlocks: c.blocks.indices.map { "\(prefix)\(names.blocks).\($0)." }) { name in
            names.otherParts.contains { name.hasPrefix($0) } || TensorNames.computed.contains { name.hasSuffix($0) }
                || ignored.contains { name == "\($0).weight" || name == "\($0).bias" }
        }
        guard reader.isComplete, let table else { throw reader.complaint }
        try store.checkIntact()
        return LanguageModel(
            c, role: role, embedding: Embedding(table: table, scale: c.embeddingScale, positions: positions), blocks: blocks, head: head,
            store: store, unusedTensors: unused)
    }

    private func head(_ prefix: String, _ table: WeightMatrix?, _ reader: inout CheckpointReader) throws -> LanguageModel.Head? {
        let names = configuration.tensorNames, norm = reader.norm("\(prefix)\(names.finalNorm)")
        // A file that holds an unembedding was saved untied, whatever its configuration says.
        let own = names.head.first { store.tensorIfPresent("\($0).weight") != nil }
        let unembedding =
            own == nil && configuration.tiesEmbeddings
            ? table
            : try reader.matrix("\(own ?? names.head[0]).weight", outputs: configuration.vocabularySize, inputs: configuration.hiddenSize)
        guard let norm, let unembedding else { return nil }
        return LanguageModel.Head(norm: norm, unembedding: unembedding, softCap: configuration.logitSoftCap)
    }
}

/// Puts one block together.
struct BlockAssembly {
    let configuration: ModelConfiguration
    let settings: BlockSettings
    /// What stands before the names of its tensors: `model.layers.3.`.
    let name: String
    let rotary: RotaryEmbedding?

    private var names: TensorNames { configuration.tensorNames }
    private var queryWidth: Int { configuration.headCount * configuration.headSize }
    private var keyWidth: Int { configuration.keyValueHeadCount * configuration.headSize }

    /// nil after the reader has noted what is wrong.
    func block(_ index: Int, _ reader: inout CheckpointReader) throws -> DecoderBlock? {
        let attentionNorm = reader.norm(name + names.attentionNorm), attention = try attention(&reader)
        let mlpNorm = reader.norm(name + names.mlpNorm), mlp = try mlp(&reader)
        let hasPostNorms = configuration.norm.hasPostNorms
        let attentionPostNorm = hasPostNorms ? reader.norm(name + names.attentionPostNorm) : nil
        let mlpPostNorm = hasPostNorms ? reader.norm(name + names.mlpPostNorm) : nil
        guard let attentionNorm, let attention, let mlpNorm, let mlp else { return nil }
        return DecoderBlock(
            index: index, attentionNorm: attentionNorm, attention: attention, attentionPostNorm: attentionPostNorm, mlpNorm: mlpNorm,
            mlp: mlp,
            mlpPostNorm: mlpPostNorm, isParallel: settings.isParallel)
    }

    private func attention(_ reader: inout CheckpointReader) throws -> Attention? {
        let c = configuration
        let projections = try projections(&reader)
        let output = try reader.linear(
            name + names.attentionOutput, outputs: c.hiddenSize, inputs: queryWidth, bias: c.attention.outputHasBias)
        let normed = c.attention.normsQueriesAndKeys
        let queryNorm = normed ? reader.norm(name + names.queryNorm, width: c.headSize) : nil
        let keyNorm = normed ? reader.norm(name + names.keyNorm, width: c.headSize) : nil
        guard let projections, let output else { return nil }
        return Attention(
            projections: projections, output: output, headCount: c.headCount, keyValueHeadCount: c.keyValueHeadCount, headSize: c.headSize,
            queryNorm: queryNorm, keyNorm: keyNorm, rotary: rotary, scale: c.attention.scale / settings.scaleDivisor,
            softCap: c.attention.softCap,
            window: settings.window)
    }

    private func projections(_ reader: inout CheckpointReader) throws -> HeadProjections? {
        let width = configuration.hiddenSize, bias = configuration.attention.projectionsHaveBias
        switch names.projections {
        case .separate(let query, let key, let value):
            let query = try reader.linear(name + query, outputs: queryWidth, inputs: width, bias: bias)
            let key = try reader.linear(name + key, outputs: keyWidth, inputs: width, bias: bias)
            let value = try reader.linear(name + value, outputs: keyWidth, inputs: width, bias: bias)
            guard let query, let key, let value else { return nil }
            return .separate(query: query, key: key, value: value)
        case .fused(let fused, let order):
            return try reader.linear(name + fused, outputs: queryWidth + 2 * keyWidth, inputs: width, bias: bias).map { .fused($0, order) }
        }
    }

    private func mlp(_ reader: inout CheckpointReader) throws -> MLP? {
        let (width, intermediate, bias) = (configuration.hiddenSize, configuration.intermediateSize, configuration.mlp.hasBias)
        let gate: Linear?, up: Linear?, down: Linear?
        switch names.mlp {
        case .gated(let gateName, let upName, let downName):
            gate = try reader.linear(name + gateName, outputs: intermediate, inputs: width, bias: bias)
            up = try reader.linear(name + upName, outputs: intermediate, inputs: width, bias: bias)
            down = try reader.linear(name + downName, outputs: width, inputs: intermediate, bias: bias)
        case .gatedTogether(let together, let downName):
            let halves = try reader.halves(name + together, outputs: intermediate, inputs: width)
            (gate, up) = (halves?.upper, halves?.lower)
            down = try reader.linear(name + downName, outputs: width, inputs: intermediate, bias: bias)
        case .plain(let upName, let downName):
            gate = nil
            up = try reader.linear(name + upName, outputs: intermediate, inputs: width, bias: bias)
            down = try reader.linear(name + downName, outputs: width, inputs: intermediate, bias: bias)
        }
        guard let up, let down, gate != nil || !configuration.mlp.isGated else { return nil }
        return MLP(gate: gate, up: up, down: down, activation: configuration.mlp.activation)
    }
}
