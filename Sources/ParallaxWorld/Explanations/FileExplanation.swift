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
        text: String, token: String? = nil, tokenCount: Int? = nil, logProbability: Double? = nil, truncated: Bool? = nil,
        figures: [String: StatedFigure] = [:],
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

/// An explanation cut into sentences that put together again give the same text, byte for byte.
///
/// A sentence ends at a run of `.`, `!`, `?`, `…` (with closing quotes or brackets behind it) before white space or the
/// end, or at a line break. A stop inside double quotes ends nothing: quoted text is the document's words, not prose.
/// White space belongs to the sentence before it.
public struct ExplanationSegments: Equatable, Sendable {
    /// The sentences with the white space that follows them; `joined` is the whole text.
    public private(set) var parts: [String] = []

    public init(_ text: String) {
        let characters = Array(text)
        var start = 0
        var index = 0
        var quoted = false
        while index < characters.count {
            let character = characters[index]
            index += 1
            switch character {
            case "“": quoted = true
            case "”": quoted = false
            case "\"": quoted.toggle()
            default: break
            }
            var ends = character.isNewline
            if Self.stops.contains(character), !quoted {
                while index < characters.count, Self.stops.contains(characters[index]) || Self.closers.contains(characters[index]) {
                    index += 1
                }
                ends = index == characters.count || characters[index].isWhitespace
            }
            guard ends else { continue }
            // A quotation left open at the end of its line was a slip: it must not swallow the rest.
            if character.isNewline { quoted = false }
            while index < characters.count, characters[index].isWhitespace {
                if characters[index].isNewline { quoted = false }
                index += 1
            }
            parts.append(String(characters[start..<index]))
            start = index
        }
        if start < characters.count { parts.append(String(characters[start...])) }
    }

    private static let stops: Set<Character> = [".", "!", "?", "…", "。", "！", "？"]
    private static let closers: Set<Character> = ["”", "’", ")", "]", "»"]

    /// The sentences without the white space around them.
    public var sentences: [String] { parts.map { $0.trimmingWhitespace() } }

    public var joined: String { parts.joined() }

    /// The sentences of the last paragraph; empty where there is only one. The published verbalizers tell of the final token there.
    public var lastParagraph: Range<Int> {
        guard let end = parts.dropLast().lastIndex(where: { $0.contains { $0.isNewline } }) else { return 0..<0 }
        return end + 1..<parts.count
    }

    /// The text with one sentence replaced; the white space behind it stays.
    public func replacing(_ index: Int, with sentence: String) -> String {
        var copy = self
        copy.replace(index, with: sentence)
        return copy.joined
    }

    /// Puts another sentence in the place of one; the white space behind it stays.
    mutating func replace(_ index: Int, with sentence: String) {
        let trailing = parts[index].reversed().prefix { $0.isWhitespace }
        parts[index] = sentence + String(trailing.reversed())
    }

    /// The text without one sentence.
    public func removing(_ index: Int) -> String {
        var copy = parts
        copy.remove(at: index)
        return copy.joined().trimmingWhitespace()
    }
}

extension String {
    package func trimmingWhitespace() -> String {
        // Where the ends are ASCII, bytes are enough: nothing that follows can make a letter of white space.
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        if let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) }), utf8[first] < 0x80,
            utf8[last] < 0x80
        {
            return String(self[first...last])
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
