import ParallaxCompute

/// What the person changed, and what is known of the changes.
public struct EditingState: Sendable {
    public var featureEdits: [FeatureEditKey: [Int: FeatureEdit]] = [:]
    public var textEdits: [VerbalKey: String] = [:]
    package var textHistories: Remembered<VerbalKey, TextHistory> = [:]
    /// Documents that the person gave; they stand behind those of the workspace.
    public var ownDocuments: [DocumentID: OwnDocument] = [:]
    public var featureEditReading: Latest<FeatureEditQuestion>?
    public var textEditFigures: Latest<TextEditQuestion>?
    public var noise: Latest<NoiseQuestion>?
    /// What was changed, one after the other.
    var steps = EditSteps()
    /// Documents that the person took from the list.
    public internal(set) var removed: Set<DocumentID> = [] { didSet { removals &+= 1 } }
    /// How often that changed.
    private(set) var removals = 0
    /// The continuation that is being made, and how many tokens of it there are.
    public internal(set) var continuing: ContinueQuestion?
    var continued = 0
    /// What was typed into lines before, by what they asked.
    var answers = AnswerHistory()
    /// The path that is being completed.
    var completing: CompletionQuestion?
    public var featureNoise: Latest<FeatureNoiseQuestion>?
}

/// A text that the person gave while the explorer runs. It never changes: an edited text is another document.
public struct OwnDocument: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        case text(String)
        /// One user turn, through the model's chat template.
        case chat(String)
        case file(String)
        /// Bare ids: a text with what the model made of it.
        case ids([Int])
        /// One of those that options gave, by its number among them.
        case given(Int)

        var isIDs: Bool { if case .ids = self { true } else { false } }

        var isGiven: Bool { if case .given = self { true } else { false } }

        var byteCount: Int {
            switch self {
            case .text(let text), .chat(let text), .file(let text): text.utf8.count
            case .ids(let ids): ids.count * MemoryLayout<Int>.stride
            case .given: 0
            }
        }
    }

    public var title: String
    public var content: Content
    /// Ids that an edited text begins with where the tokenizer does not put them there itself: those of its original.
    public var prefix: [Int]
    /// The document that it was made from by an edit: what is the same up to the first change is kept.
    public var original: DocumentID?

    public init(title: String, content: Content, prefix: [Int] = [], original: DocumentID? = nil) {
        self.title = title
        self.content = content
        self.prefix = prefix
        self.original = original
    }
}

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
