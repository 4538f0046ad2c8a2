/// What somebody else's verbalizer wrote about one activation, as a file tells it.
public struct FileExplanation: Sendable, Equatable {
    /// Stripped, never empty.
    public var text: String
    /// The token at the position, as far as the file says so.
    public var token: String?
    /// Tokens that were generated.
    public var tokenCount: Int?
    /// Natural logarithm of the probability of all generated tokens.
    public var logProbability: Double?
    /// Whether the closing tag was missing.
    public var truncated: Bool?
    /// Figures that stand beside the text, under the file's own names ("cos", "fve_nrm"). Stated, not checked; finite.
    public var figures: [String: Double]

    public init(
        text: String, token: String? = nil, tokenCount: Int? = nil, logProbability: Double? = nil, truncated: Bool? = nil, figures: [String: Double] = [:]
    ) {
        self.text = text
        self.token = token
        self.tokenCount = tokenCount
        self.logProbability = logProbability
        self.truncated = truncated
        self.figures = figures
    }

    /// No file states more figures of one explanation than a person would read.
    static let mostFigures = 16

    mutating func state(_ name: String, _ value: Double) {
        if value.isFinite, figures.count < Self.mostFigures, figures[name] == nil { figures[name.shortened] = value }
    }
}
