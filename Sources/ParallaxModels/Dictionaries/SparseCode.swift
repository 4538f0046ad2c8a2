/// What a dictionary finds in one activation: the active features and how strongly each is active.
public struct SparseCode: Sendable, Equatable {
    /// Active features, the strongest first, equal activations by the lower feature first.
    public var features: [Int]
    /// One activation per entry of `features`. Positive as encoded; an edit may make one negative.
    public var activations: [Float]
    /// Undoes the input normalisation of this row: y = (Σ f_i d_i + b_dec) · outputScale + outputShift + skip.
    public let outputScale: Float
    public let outputShift: Float
    /// W_skip x, `[outputSize]`; empty without skip connection. No feature stands for it.
    public let skip: [Float]

    public init(features: [Int] = [], activations: [Float] = [], outputScale: Float = 1, outputShift: Float = 0, skip: [Float] = []) {
        precondition(features.count == activations.count, "\(features.count) features have \(activations.count) activations")
        self.features = features
        self.activations = activations
        self.outputScale = outputScale
        self.outputShift = outputShift
        self.skip = skip
    }

    /// The number of active features of this row.
    public var l0: Int { features.count }

    /// The activation of `feature`, 0 where it is not active.
    public func activation(of feature: Int) -> Float {
        features.firstIndex(of: feature).map { activations[$0] } ?? 0
    }
}
