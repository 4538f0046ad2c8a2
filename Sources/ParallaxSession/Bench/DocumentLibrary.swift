import Foundation
import ParallaxCompute
import Synchronization

/// The documents of a workspace as token ids, read when they are asked for.
public final class DocumentLibrary: Sendable {
    private let collection: DocumentCollection
    private let givenCollection: DocumentCollection
    private let tokenizer: Tokenizer
    private let chatTemplate: @Sendable () throws -> ChatTemplate?
    private let vocabularySize: Int
    /// Tokens that the explorer reads of a document at most.
    let limit: Int
    /// The model's.
    private let context: Int
    /// What is done about the first token of texts and conversations.
    public let beginning: TextBeginning
    /// The token that begins a text; nil where the tokenizer has none.
    public let bos: Int?
    private let usualOpening = Kept<Opening?>()
    /// One title a document of the workspace. Unique, since statistics tell documents apart by it.
    public let titles: [String]
    /// What options gave beside them.
    public let given: [OwnDocument]
    /// What the person gave, then and since.
    private let own: Mutex<[OwnDocument]>

    /// More documents than this are named by their number alone: reading them all for their names would delay the first frame.
    private static let namedAtMost = 2000

    init(
        _ workspace: Workspace, tokenizer: Tokenizer, vocabularySize: Int, limit: Int, context: Int,
        beginning: TextBeginning = .asTokenized, bos: Int? = nil, chatTemplate: @escaping @Sendable () throws -> ChatTemplate?
    ) {
        collection = DocumentCollection(workspace.documents)
        self.tokenizer = tokenizer
        self.vocabularySize = vocabularySize
        self.limit = limit
        self.context = context
        self.beginning = beginning
        self.bos = bos
        self.chatTemplate = chatTemplate
        givenCollection = DocumentCollection(workspace.given)
        var seen: [String: Int] = [:]
        titles = Self.titles(collection, &seen)
        given = Self.titles(givenCollection, after: titles.count, &seen).enumerated().map { OwnDocument(title: $1, content: .given($0)) }
        own = Mutex(given)
    }

    private static func titles(_ collection: DocumentCollection, after: Int = 0, _ seen: inout [String: Int]) -> [String] {
        (0..<collection.count).map { index in
            let id = collection.count <= namedAtMost ? (try? collection.document(index))?.id : nil
            let number = after + index + 1, title = id ?? "document \(number)"
            seen[title, default: 0] += 1
            return seen[title] == 1 ? title : "\(title) (\(number))"
        }
    }

    /// Documents of the workspace.
    public var count: Int { collection.count }

    /// Puts a document behind the others; it is never changed or removed.
    func add(_ document: OwnDocument) { own.withLock { $0.append(document) } }

    /// A document that the person added; nil for those of the workspace.
    func own(_ document: DocumentID) -> OwnDocument? {
        own.withLock { $0.indices.contains(document.index - count) ? $0[document.index - count] : nil }
    }

    func title(_ document: DocumentID) -> String { own(document)?.title ?? titles[document.index] }

    /// What an edited document was made from at last; any other is its own.
    func original(_ document: DocumentID) -> DocumentID {
        var document = document
        // An original stands before what was made from it.
        while let original = own(document)?.original, original < document { document = original }
        return document
    }

    /// The original's title.
    func originalTitle(_ document: DocumentID) -> String { title(original(document)) }

    /// The text as it was given; nil for conversations and bare ids.
    func source(_ document: DocumentID) -> String? { given(document)?.text }

    /// A document as it was given; nil where it cannot be read.
    private func given(_ document: DocumentID) -> Document? {
        guard let own = own(document) else { return document.index < count ? try? collection.document(document.index) : nil }
        switch own.content {
        case .text(let text): return Document(id: own.title, text: text)
        case .chat(let text): return Document(id: own.title, chat: Self.chat(text))
        case .ids(let ids): return Document(id: own.title, tokenIDs: ids)
        case .given(let place): return try? givenCollection.document(place)
        case .file(let path): return try? DocumentFile(Self.url(path)).document(0)
        }
    }

    private static func chat(_ text: String) -> Conversation { [ChatMessage(role: "user", content: text)] }

    /// Positions that the chat template wrote around what was said.
    func templatePositions(of document: DocumentID, ids: [Int]) -> Set<Int> {
        if let own = own(document), case .ids = own.content {
            // What the model went on with stands in nobody's template: it is behind the conversation that it goes on with.
            guard let original = own.original, let before = try? tokens(of: original).ids else { return [] }
            return templatePositions(of: original, ids: Array(ids.prefix(before.count)))
        }
        return given(document)?.chat?.templatePositions(in: tokenizer.texts(ids)) ?? []
    }

    private static func url(_ path: String) -> URL { URL(person: path, relativeTo: Host.currentFolder) }

    /// What could not be opened, one sentence each.
    public var complaints: [Complaint] { collection.complaints + givenCollection.complaints }

    /// The tokens of a document, as many as are read of it.
    /// - Throws: `Complaint` for a document that cannot be read, is empty, or holds ids that the model does not have; `CancellationError`.
    func tokens(of document: DocumentID, cancellation: Cancellation? = nil) throws -> (ids: [Int], isCut: Bool) {
        let ids = try tokenIDs(of: document, enough: limit, cancellation)
        return (Array(ids.prefix(limit)), ids.count > limit)
    }

    /// All tokens of a document; of one that exceeds the context more than that, but not all.
    /// - Throws: as `tokens(of:)`.
    public func tokenIDs(of document: DocumentID, cancellation: Cancellation? = nil) throws -> [Int] {
        try tokenIDs(of: document, enough: context, cancellation)
    }

    /// How the workspace's documents begin: with a special token, or with none.
    enum Opening: Equatable {
        case special(Int)
        case plain
    }

    /// How these ids begin; nil for none.
    private func opening(of ids: [Int]) -> Opening? { ids.first.map { tokenizer.isSpecial($0) ? .special($0) : .plain } }

    /// How the first documents of the workspace begin; nil where they do not agree.
    private var opening: Opening? {
        usualOpening.get {
            var found: Opening?
            for index in 0..<min(count, 3) {
                guard let first = (try? tokens(of: DocumentID(index)).ids).flatMap(opening(of:)), found == nil || found == first
                else { return nil }
                found = first
            }
            return found
        }
    }

    /// What differs where a text begins otherwise than the workspace's documents, however it came in; nil where nothing does.
    func otherBeginning(_ ids: [Int]) -> String? {
        guard let usual = opening, let own = opening(of: ids), usual != own else { return nil }
        func text(_ id: Int) -> String { tokenizer.texts([id])[0] }
        switch (own, usual) {
        case (.plain, .special(let token)): return "the text begins without \(text(token)), with which the workspace's documents begin"
        case (.special(let token), .plain): return "the text begins with \(text(token)), with which the workspace's documents do not begin"
        case (.special(let token), .special(let other)):
            return "the text begins with \(text(token)), the workspace's documents with \(text(other))"
        case (.plain, .plain): return nil
        }
    }

    private func tokenIDs(of document: DocumentID, enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        let title = title(document)
        let ids =
            try own(document).map { try tokenIDs(of: $0, enough: enough, cancellation) }
            ?? tokenIDs(of: try collection.document(document.index), title: title, enough: enough, cancellation)
        guard !ids.isEmpty else {
            throw Complaint("document \(title)", expected: "at least one token", found: "none", remedy: "give it a text")
        }
        if let id = ids.first(where: { !(0..<vocabularySize).contains($0) }) {
            throw Complaint(
                "document \(title)", expected: "token ids from 0 to \(vocabularySize - 1)", found: "\(id)",
                remedy: "use documents made for this model's tokenizer")
        }
        return ids
    }

    private func tokenIDs(of document: Document, title: String, enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        if let ids = document.tokenIDs {
            return try document.checkedIDs(ids, title: title, tokenizer, chatTemplate: chatTemplate, cancellation: cancellation)
        }
        if let chat = document.chat {
            guard let template = try chatTemplate() else {
                throw Complaint(
                    "document \(title)", expected: "a chat template beside the model", found: "none", remedy: "give the document as text")
            }
            return try encode(chat, template, isPrompt: false, cancellation)
        }
        return try encodeFromBeginning(document.text ?? "", enough: enough, cancellation)
    }

    private func encode(_ chat: Conversation, _ template: ChatTemplate, isPrompt: Bool, _ cancellation: Cancellation?) throws -> [Int] {
        let prompt = try template.render(chat, addGenerationPrompt: isPrompt, cancellation: cancellation)
        return beginning.applied(to: try tokenizer.encode(prompt, addSpecialTokens: false, cancellation: cancellation)) { _ in false }
    }

    /// What the model is given to go on with a document: its tokens; where a conversation waits for an answer, with the prompt for it.
    /// - Throws: as `tokens(of:)`; `Complaint` for a document of which only the beginning is read.
    func prompt(of document: DocumentID, _ cancellation: Cancellation) throws -> [Int] {
        var (ids, isCut): ([Int], Bool)
        if let given = given(document), given.tokenIDs == nil, let chat = given.chat, chat.messages.last?.role != "assistant",
            let template = try chatTemplate()
        {
            ids = try encode(chat, template, isPrompt: true, cancellation)
            isCut = ids.count > limit
        } else {
            (ids, isCut) = try tokens(of: document, cancellation: cancellation)
        }
        guard !isCut else {
            throw Complaint(
                "document \(title(document))", expected: "a text of at most \(limit) tokens, to go on with", found: "a longer one",
                remedy: "cut it down")
        }
        return ids
    }

    private func encodeFromBeginning(_ text: String, enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        beginning.applied(to: try encode(text, addSpecialTokens: true, enough: enough, cancellation)) { tokenizer.begins(text, with: $0) }
    }

    private func tokenIDs(of own: OwnDocument, enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        switch own.content {
        case .text(let text): return try begin(text, with: own.prefix, enough: enough, cancellation)
        case .chat(let text):
            return try tokenIDs(
                of: Document(id: own.title, chat: Self.chat(text)), title: own.title, enough: enough,
                cancellation)
        case .ids(let ids): return ids
        case .given(let place):
            return try tokenIDs(of: givenCollection.document(place), title: own.title, enough: enough, cancellation)
        case .file(let path):
            let entries = DocumentCollection([.file(Self.url(path))])
            if let complaint = entries.complaints.first { throw complaint }
            guard entries.count > 0 else { throw Complaint(path, expected: "a text", found: "nothing", remedy: "name another file") }
            let document = try entries.document(0)
            if let text = document.text, document.tokenIDs == nil { return try begin(text, with: own.prefix, enough: enough, cancellation) }
            return try tokenIDs(of: document, title: own.title, enough: enough, cancellation)
        }
    }

    private func begin(_ text: String, with prefix: [Int], enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        let ids = try encodeFromBeginning(text, enough: enough, cancellation)
        return try ids.starts(with: prefix) ? ids : prefix + encode(text, addSpecialTokens: false, enough: enough, cancellation)
    }

    /// Tokens that a cut may change before it: those of the last word.
    private static let margin = 64

    /// The ids of a text, or of a beginning of it that is longer than what is read: a file of many megabytes is not tokenised whole.
    private func encode(_ text: String, addSpecialTokens: Bool, enough: Int, _ cancellation: Cancellation?) throws -> [Int] {
        var bytes = 16 * (min(enough, 1 << 24) + Self.margin)
        while bytes < text.utf8.count {
            var end = text.utf8.index(text.startIndex, offsetBy: bytes)
            while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
            let ids = try tokenizer.encode(String(text[..<end]), addSpecialTokens: addSpecialTokens, cancellation: cancellation)
            if ids.count > enough + Self.margin { return ids }
            bytes *= 4
        }
        return try tokenizer.encode(text, addSpecialTokens: addSpecialTokens, cancellation: cancellation)
    }
}
