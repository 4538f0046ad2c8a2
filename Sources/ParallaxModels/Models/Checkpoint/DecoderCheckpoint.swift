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
        return LanguageModel(c, role: role, embedding: Embedding(table: table, scale: c.embeddingScale, positions: positions), blocks: blocks, head: head, store: store, unusedTensors: unused)
    }

    private func head(_ prefix: String, _ table: WeightMatrix?, _ reader: inout CheckpointReader) throws -> LanguageModel.Head? {
        let names = configuration.tensorNames, norm = reader.norm("\(prefix)\(names.finalNorm)")
        // A file that holds an unembedding was saved untied, whatever its configuration says.
        let own = names.head.first { store.tensorIfPresent("\($0).weight") != nil }
        let unembedding = own == nil && configuration.tiesEmbeddings
            ? table : try reader.matrix("\(own ?? names.head[0]).weight", outputs: configuration.vocabularySize, inputs: configuration.hiddenSize)
        guard let norm, let unembedding else { return nil }
        return LanguageModel.Head(norm: norm, unembedding: unembedding, softCap: configuration.logitSoftCap)
    }
}
