import ParallaxCompute

/// The texts that a person tried in the place of one explanation, with their figures, oldest first.
public struct TextHistory: Sendable {
    public struct Entry: Sendable {
        public var text: String
        /// Nil until they are computed, and without an AR.
        public var figures: TokenFigures?
        /// Where the text is from, if not from the person: a sample of the file.
        public var origin: String?
    }

    public private(set) var entries: [Entry] = []
    /// More than a person reads.
    private static let limit = 100

    public init() {}

    /// A text that was kept before moves to the end.
    mutating func add(_ text: String, _ figures: TokenFigures?) {
        let known = entries.firstIndex { $0.text == text }.map { entries.remove(at: $0) }
        entries.append(Entry(text: text, figures: figures ?? known?.figures))
        if entries.count > Self.limit { entries.removeFirst() }
    }

    mutating func note(_ figures: TokenFigures, for text: String) {
        if let index = entries.firstIndex(where: { $0.text == text }) { entries[index].figures = figures }
    }
}
