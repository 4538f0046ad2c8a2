import ParallaxCompute

/// A document after its forward pass: token ids and the activations at every site that is looked at.
struct TracedDocument: Sendable {
    var ids: [Int]
    /// Whether the document goes on behind them.
    var isCut: Bool
    /// `[T, width of the site]`
    var states: [Site: Rows]
    /// What the model expects behind each position; empty where that was not asked for.
    var predictions: [DocumentTrace.Prediction]
    /// Why a position is left out of figures at a site; nil where it is not.
    var exclusions: [Site: [String?]]
}
