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
            index: index, attentionNorm: attentionNorm, attention: attention, attentionPostNorm: attentionPostNorm, mlpNorm: mlpNorm, mlp: mlp,
            mlpPostNorm: mlpPostNorm, isParallel: settings.isParallel)
    }

    private func attention(_ reader: inout CheckpointReader) throws -> Attention? {
        let c = configuration
        let projections = try projections(&reader)
        let output = try reader.linear(name + names.attentionOutput, outputs: c.hiddenSize, inputs: queryWidth, bias: c.attention.outputHasBias)
        let normed = c.attention.normsQueriesAndKeys
        let queryNorm = normed ? reader.norm(name + names.queryNorm, width: c.headSize) : nil
        let keyNorm = normed ? reader.norm(name + names.keyNorm, width: c.headSize) : nil
        guard let projections, let output else { return nil }
        return Attention(
            projections: projections, output: output, headCount: c.headCount, keyValueHeadCount: c.keyValueHeadCount, headSize: c.headSize,
            queryNorm: queryNorm, keyNorm: keyNorm, rotary: rotary, scale: c.attention.scale / settings.scaleDivisor, softCap: c.attention.softCap,
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
