/// What somebody else's verbalizer wrote about one activation, as a file tells it.
public struct FileExplanation: Sendable, Equatable {
    /// Stripped, never empty; tags around it are taken off.
    public var text: String
    /// The token at the position, as far as the file says so.
    public var token: String?
    /// Tokens that were generated.
    public var tokenCount: Int?
    /// Natural logarithm of the probability of all generated tokens.
    public var logProbability: Double?
    /// Whether the closing tag was missing; nil where nothing tells.
    public var truncated: Bool?
    /// Figures that stand beside the text, under the file's own names ("cos", "fve_nrm"). Stated, not checked; finite.
    public var figures: [String: StatedFigure]
    /// What the file calls the sample ("t=1 sample 0"); nil for the explanation itself.
    public var sampleName: String?

    public init(
        text: String, token: String? = nil, tokenCount: Int? = nil, logProbability: Double? = nil, truncated: Bool? = nil, figures: [String: StatedFigure] = [:],
        sampleName: String? = nil
    ) {
        self.text = text
        self.token = token
        self.tokenCount = tokenCount
        self.logProbability = logProbability
        self.truncated = truncated
        self.figures = figures
        self.sampleName = sampleName
    }

    /// The figures that mean the same in every file.
    public var stated: StatedFigures { StatedFigures(figures) }

    /// The text shows signs that the AV read the marker and not the activation: the rule for live texts, without the marker, which files do not name.
    public var injectionFailed: Bool { InjectionFailure.shows(in: text, marker: nil) }

    /// No file states more figures of one explanation than a person would read.
    static let mostFigures = 16

    mutating func state(_ name: String, _ figure: StatedFigure?) {
        if let figure, figures.count < Self.mostFigures, figures[name] == nil { figures[name.shortened] = figure }
    }

    /// Takes a text as it was written, perhaps with its tags: an opening tag at the front goes, as does everything from a closing tag on. One
    /// that was opened and never closed was cut off. A tag inside stays: the text is what was written.
    mutating func write(_ written: some StringProtocol) {
        var body = String(written).trimmingWhitespace()[...]
        let opens = body.utf8[...].firstOccurrence(of: ExplanationText.opening.utf8)
        let closes = body.utf8[...].firstOccurrence(of: ExplanationText.closing.utf8)
        if opens != nil || closes != nil { truncated = truncated ?? (closes == nil) }
        if let closes, opens.map({ $0.upperBound <= closes.lowerBound }) ?? true { body = body[..<closes.lowerBound] }
        if let opens, opens.lowerBound == body.startIndex { body = body[opens.upperBound...] }
        text = String(body).trimmingWhitespace()
    }
}
