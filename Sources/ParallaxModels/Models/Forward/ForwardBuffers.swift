/// The matrices that every block of one forward pass writes anew; one row a token of the batch.
struct ForwardBuffers {
    /// The block's input after a norm, `[tokens, d]`.
    var normed: Rows
    /// `[tokens, heads · head size]`
    var query: Rows
    /// `[tokens, key-value heads · head size]`
    var key: Rows
    /// `[tokens, key-value heads · head size]`
    var value: Rows
    /// What the heads read, before the output projection, `[tokens, heads · head size]`.
    var heads: Rows
    /// `[tokens, intermediate]`, of a gated MLP.
    var gate: Rows
    /// `[tokens, intermediate]`
    var up: Rows
    /// What attention or MLP adds to the residual stream, `[tokens, d]`.
    var projected: Rows

    init(tokens: Int, _ configuration: ModelConfiguration) {
        let queryWidth = configuration.headCount * configuration.headSize, keyWidth = configuration.keyValueHeadCount * configuration.headSize
        normed = Rows(count: tokens, width: configuration.hiddenSize)
        query = Rows(count: tokens, width: queryWidth)
        key = Rows(count: tokens, width: keyWidth)
        value = Rows(count: tokens, width: keyWidth)
        heads = Rows(count: tokens, width: queryWidth)
        gate = Rows(count: tokens, width: configuration.mlp.isGated ? configuration.intermediateSize : 0)
        up = Rows(count: tokens, width: configuration.intermediateSize)
        projected = Rows(count: tokens, width: configuration.hiddenSize)
    }
}
