import ParallaxCompute

/// A text that the person gave while the explorer runs. It never changes: an edited text is another document.
public struct OwnDocument: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        case text(String)
        /// One user turn, through the model's chat template.
        case chat(String)
        case file(String)

        var byteCount: Int {
            switch self {
            case .text(let text), .chat(let text), .file(let text): text.utf8.count
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
