import ParallaxCompute
import ParallaxSession

/// The documents of a workspace, as comparisons read them.
struct WorkspaceDocuments: ComparisonDocuments {
    private let library: DocumentLibrary
    private let collection: DocumentCollection
    private let tokenizer: Tokenizer

    init(_ instrument: Instrument) {
        library = instrument.library
        collection = DocumentCollection(instrument.workspace.documents)
        tokenizer = instrument.tokenizer
    }

    var titles: [String] { library.titles }

    func tokenIDs(of index: Int) throws -> [Int] { try library.tokenIDs(of: index) }

    /// Tokens that hold nothing of what was said in a conversation.
    func templatePositions(of index: Int, ids: [Int]) -> Set<Int> {
        guard let chat = (try? collection.document(index))?.chat else { return [] }
        let texts = tokenizer.texts(ids)
        var starts: [Int] = [], length = 0
        for text in texts {
            starts.append(length)
            length += text.utf8.count
        }
        let whole = texts.joined()
        var said: [Range<Int>] = [], from = whole.startIndex
        for message in chat {
            // Templates strip white space around what was said.
            let content = message.content.trimmingWhitespace()
            guard !content.isEmpty, let place = whole.range(of: content, range: from..<whole.endIndex) else { continue }
            let start = whole.utf8.distance(from: whole.startIndex, to: place.lowerBound)
            said.append(start..<start + content.utf8.count)
            from = place.upperBound
        }
        // A template that rewrites what was said leaves nothing to tell its words by.
        guard said.count == chat.count else { return [] }
        return Set(ids.indices.filter { token in
            let end = starts[token] + texts[token].utf8.count
            return !said.contains { starts[token] < $0.upperBound && end > $0.lowerBound }
        })
    }
}
