import ParallaxCompute

/// The documents of a workspace, as comparisons read them.
public struct WorkspaceDocuments: ComparisonDocuments {
    private let library: DocumentLibrary
    private let collection: DocumentCollection
    private let tokenizer: Tokenizer

    public let titles: [String]

    private let readsBeginnings: Bool

    /// - Parameters:
    ///   - also: a document of the person's that stands behind those of the workspace, with all before it.
    ///   - readsBeginnings: whether of a text that is too long the beginning counts, as on the screen; without it, it is refused where it is run.
    public init(_ instrument: Instrument, also own: DocumentID? = nil, readsBeginnings: Bool = false) {
        self.readsBeginnings = readsBeginnings
        library = instrument.library
        collection = DocumentCollection(instrument.workspace.documents)
        tokenizer = instrument.tokenizer
        let count = max(library.count, own.map { $0.index + 1 } ?? 0)
        titles = library.titles + (library.count..<count).map { instrument.library.title(DocumentID($0)) }
    }

    public var beginning: TextBeginning { library.beginning }
    public var bos: Int? { library.bos }

    public func isGivenAsIDs(_ index: Int) -> Bool { index < collection.count && (try? collection.document(index))?.tokenIDs != nil }

    public func tokenIDs(of index: Int, cancellation: Cancellation?) throws -> [Int] {
        try readsBeginnings
            ? library.tokens(of: DocumentID(index), cancellation: cancellation).ids
            : library.tokenIDs(of: DocumentID(index), cancellation: cancellation)
    }

    public func group(_ index: Int) -> String? { index < collection.count ? (try? collection.document(index))?.group : nil }

    /// Tokens that hold nothing of what was said in a conversation.
    public func templatePositions(of index: Int, ids: [Int]) -> Set<Int> {
        guard index < collection.count, let chat = (try? collection.document(index))?.chat else { return [] }
        let texts = tokenizer.texts(ids)
        var starts: [Int] = [], length = 0
        for text in texts {
            starts.append(length)
            length += text.utf8.count
        }
        let whole = texts.joined()
        var said: [Range<Int>] = [], from = whole.startIndex
        // What else a message says (calls of tools, reasoning) is somewhere in the template's words, and cannot be told from them.
        guard chat.messages.allSatisfy({ $0.isPlain }) else { return [] }
        for message in chat.messages {
            // Templates strip white space around what was said.
            let content = message.content.trimmingWhitespace()
            guard !content.isEmpty, let place = whole.range(of: content, range: from..<whole.endIndex) else { continue }
            let start = whole.utf8.distance(from: whole.startIndex, to: place.lowerBound)
            said.append(start..<start + content.utf8.count)
            from = place.upperBound
        }
        // A template that rewrites what was said leaves nothing to tell its words by.
        guard said.count == chat.messages.count else { return [] }
        return Set(
            ids.indices.filter { token in
                let end = starts[token] + texts[token].utf8.count
                return !said.contains { starts[token] < $0.upperBound && end > $0.lowerBound }
            })
    }
}
