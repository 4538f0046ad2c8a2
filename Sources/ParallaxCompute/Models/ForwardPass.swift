/// What one forward pass carries from block to block beside the residual stream.
struct ForwardPass {
    let layout: BatchLayout
    let rotation: RotaryEmbedding.Table
    var buffers: ForwardBuffers
    var taps: SiteTaps
}
