import ParallaxCompute

/// One document after its forward pass: what the grid needs of it, no activations.
public struct DocumentTrace: Equatable, Sendable {
    public var ids: [Int]
    /// What each token adds to the text; raw, views make it safe.
    public var texts: [String]
    /// ‖h‖ per row of the grid and position.
    public var norms: [[Float]]
    /// Why a position is left out of figures at a row, `[row][position]`; nil where it is not.
    public var exclusions: [[String?]]
    /// Special tokens, and those of a chat template.
    public var isSpecial: [Bool]
    /// The text as it was given, for editing; nil for a chat or bare ids.
    public var source: String?
    /// Whether the document goes on behind what is read of it.
    public var isCut: Bool
    /// The special token with which the workspace's documents begin and this one does not.
    public var missingOpening: String?
    /// Whether the first token is the one that begins a text; nil where nothing is known of it.
    public var beginsWithBOS: Bool?
    /// Most likely next token at each position and its probability.
    public var predictions: [Prediction]
    /// Positions with an explanation, per row, where no other can be made; nil where a model can be asked for more.
    public var explained: [Set<Int>]?

    public struct Prediction: Equatable, Sendable {
        public var text: String
        public var probability: Double

        public init(text: String, probability: Double) {
            self.text = text
            self.probability = probability
        }
    }

    public init(ids: [Int], texts: [String], norms: [[Float]], exclusions: [[String?]], predictions: [Prediction], isSpecial: [Bool]? = nil, source: String? = nil, isCut: Bool = false, missingOpening: String? = nil, beginsWithBOS: Bool? = nil) {
        self.ids = ids
        self.texts = texts
        self.norms = norms
        self.exclusions = exclusions
        self.predictions = predictions
        self.isSpecial = isSpecial ?? ids.map { _ in false }
        self.source = source
        self.isCut = isCut
        self.missingOpening = missingOpening
        self.beginsWithBOS = beginsWithBOS
    }
}
