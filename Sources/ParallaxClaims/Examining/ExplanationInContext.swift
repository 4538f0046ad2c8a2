/// An explanation of one activation, with what surrounds it.
public struct ExplanationInContext: Sendable {
    /// The document's title.
    public var document: String
    public var position: Int
    /// h, `[d]`, raw; nil where there are only texts.
    public var activation: [Float]?
    /// The text whose claims are examined.
    public var explanation: String
    /// As the AV wrote it; nil for an edited text and for one made elsewhere.
    public var verbalization: Verbalization?
    /// What can be read of the document up to the position, the token itself included; nil where nobody knows.
    public var visibleText: String?
    /// Explanations of the positions around it, `ClaimOptions.reach` on either side.
    public var neighbours: [String]
    /// Further samples that a file holds; those of the AV are made.
    public var samples: [String]
    /// A text written without the activation, by somebody who saw the visible text only.
    public var mimic: String?
    public var edits: [ClaimEdit]

    public init(
        document: String, position: Int, activation: [Float]?, explanation: String, verbalization: Verbalization? = nil, visibleText: String? = nil, neighbours: [String] = [],
        samples: [String] = [], mimic: String? = nil, edits: [ClaimEdit] = []
    ) {
        self.document = document
        self.position = position
        self.activation = activation
        self.explanation = explanation
        self.verbalization = verbalization
        self.visibleText = visibleText
        self.neighbours = neighbours
        self.samples = samples
        self.mimic = mimic
        self.edits = edits
    }
}
