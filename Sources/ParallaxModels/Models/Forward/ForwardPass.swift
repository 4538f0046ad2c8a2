/// What one forward pass carries from block to block beside the residual stream.
struct ForwardPass {
    let layout: BatchLayout
    var buffers: ForwardBuffers
    var taps: SiteTaps
}
