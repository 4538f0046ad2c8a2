import ParallaxCompute

/// One activation as features of a dictionary.
public struct DictionaryReading: Sendable {
    public struct Feature: Equatable, Sendable {
        public var id: Int
        public var activation: Float
        /// Signed share of the reconstruction, f_i d_i·r/‖r‖² with r = y − b_dec; the shares sum to 1; nil where r is 0.
        public var share: Double?
        public var label: String?
        /// How good the label is, as its file says it ("F1 .93").
        public var labelDetail: String?
        /// What the person did to it.
        public var edit: FeatureEdit?

        public init(id: Int, activation: Float, share: Double?, label: String?, labelDetail: String?, edit: FeatureEdit? = nil) {
            self.id = id
            self.activation = activation
            self.share = share
            self.label = label
            self.labelDetail = labelDetail
            self.edit = edit
        }
    }

    /// Active features, strongest first; where there are edits also the ones switched off, in their old place.
    public var features: [Feature]
    public var l0: Int
    public var figures: TokenFigures

    public init(features: [Feature], l0: Int, figures: TokenFigures) {
        self.features = features
        self.l0 = l0
        self.figures = figures
    }
}
