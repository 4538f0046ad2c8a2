import Foundation

/// Something to look at: a text, the tokens of one, or a conversation.
public struct Document: Sendable, Equatable, Identifiable {
    public let id: String
    public var text: String?
    /// Tokens of the model's own tokenizer, special tokens included. Where they are given they are used as they are; beside a text they have to
    /// be those that the tokenizer gives for it.
    public var tokenIDs: [Int]?
    public var chat: Conversation?
    public var idsAre: GivenIDs
    /// Documents of one group are no independent evidence, whatever they say: a person knows (translations, versions, answers to one prompt).
    public var group: String?

    /// What a document says of its token ids beside a text, under `"ids"`.
    public enum GivenIDs: String, Sendable, CaseIterable {
        /// Those of the whole text; what is meant where nothing is said.
        case all
        /// The first ones of the text: they were cut off, and the text was not.
        case truncated
        /// They count whatever the tokenizer gives for the text.
        case trusted
    }

    public init(
        id: String, text: String? = nil, tokenIDs: [Int]? = nil, chat: Conversation? = nil, idsAre: GivenIDs = .all,
        group: String? = nil
    ) {
        self.id = id
        self.text = text
        self.tokenIDs = tokenIDs
        self.chat = chat
        self.idsAre = idsAre
        self.group = group
    }
}

/// What a workspace names under `documents`.
public enum DocumentEntry: Sendable, Equatable {
    /// A text, or one document a line (see ``DocumentFile``); all of them of a group where one is named.
    case file(URL, TextEncoding? = nil, group: String? = nil)
    /// A conversation, `[{"role", "content"}, …]` or `{"messages": […], "tools": […]}`.
    case chat(URL, TextEncoding? = nil, group: String? = nil)
    /// The text itself.
    case text(String, group: String? = nil)
}

/// All documents of a workspace, each read when it is asked for.
public struct DocumentCollection: Sendable {
    private enum Place: Sendable {
        case file(DocumentFile, Int, group: String?)
        case text(String, id: String, group: String?)
    }

    private var places: [Place] = []
    /// Files that could not be opened.
    public private(set) var complaints: [Complaint] = []

    public init(_ entries: [DocumentEntry]) {
        var texts = 0
        for entry in entries {
            switch entry {
            case .file(let url, let encoding, let group): add(url, isChat: false, encoding, group)
            case .chat(let url, let encoding, let group): add(url, isChat: true, encoding, group)
            case .text(let text, let group):
                texts += 1
                places.append(.text(text, id: "text \(texts)", group: group))
            }
        }
    }

    private mutating func add(_ url: URL, isChat: Bool, _ encoding: TextEncoding?, _ group: String?) {
        do {
            let file = try DocumentFile(url, isChat: isChat, encoding: encoding)
            places += (0..<file.count).map { .file(file, $0, group: group) }
        } catch {
            complaints.append(
                error as? Complaint ?? Complaint(url.path, expected: "a file of documents", found: "\(error)", remedy: "name another file"))
        }
    }

    public var count: Int { places.count }

    /// - Throws: `Complaint` where the document cannot be read.
    public func document(_ index: Int) throws -> Document {
        switch places[index] {
        case .file(let file, let index, let group):
            // What a line says of itself is nearer to it than what a workspace says of its file.
            var document = try file.document(index)
            document.group = document.group ?? group
            return document
        case .text(let text, let id, let group): return Document(id: id, text: text, group: group)
        }
    }
}

extension Document {
    /// The ids that a document gives beside its text or its chat, where they are those of it: ids of another tokenizer, or of another version
    /// of the text, would be explained as this text's without a word. A special token more or less at the beginning counts for nothing here
    /// (documents begin with one that the tokenizer does not add by itself), nor do those at the end; a chat may end with the model's turn opened.
    /// Of a document that says that its ids are truncated they have to be the first ones.
    /// - Parameter chatTemplate: of the model; nil where it has none.
    /// - Throws: `Complaint` that names the first difference; `CancellationError`.
    public func checkedIDs(
        _ ids: [Int], title: String, _ tokenizer: Tokenizer, chatTemplate: () throws -> ChatTemplate? = { nil },
        cancellation: Cancellation? = nil
    ) throws -> [Int] {
        guard idsAre != .trusted, text != nil || chat != nil else { return ids }
        func ended(_ ids: [Int]) -> ArraySlice<Int> {
            var part = ids[...]
            while let last = part.last, tokenizer.isSpecial(last) { part = part.dropLast() }
            return part
        }
        func begun(_ ids: ArraySlice<Int>) -> ArraySlice<Int>? { ids.first.map(tokenizer.isSpecial) == true ? ids.dropFirst() : nil }
        func common(_ pair: (given: ArraySlice<Int>, own: ArraySlice<Int>)) -> Int { zip(pair.given, pair.own).prefix { $0 == $1 }.count }
        let given = ended(ids)
        var nearest: (given: ArraySlice<Int>, own: ArraySlice<Int>) = (given, [])
        for isFull in [true, false] {
            let own: ArraySlice<Int>
            if let text {
                own = ended(try tokenizer.encode(text, addSpecialTokens: isFull, cancellation: cancellation))
            } else {
                guard let chat, let template = try chatTemplate() else { return ids }
                own = ended(
                    try tokenizer.encode(
                        template.render(chat, addGenerationPrompt: isFull, cancellation: cancellation), addSpecialTokens: false,
                        cancellation: cancellation))
            }
            for pair in [(given, own), begun(given).map { ($0, own) }, begun(own).map { (given, $0) }].compactMap({ $0 }) {
                if idsAre == .truncated ? pair.1.starts(with: pair.0) : pair.0.elementsEqual(pair.1) { return ids }
                if nearest.own.isEmpty || common(pair) > common(nearest) { nearest = pair }
            }
        }
        let same = common(nearest)
        func named(_ ids: ArraySlice<Int>) -> String {
            guard same < ids.count else { return "the end" }
            let id = ids[ids.startIndex + same]
            return "\(id)" + (tokenizer.piece(id).map { " (\"\($0.shortened)\")" } ?? "")
        }
        let what = text == nil ? "chat" : "text"
        guard same < nearest.given.count || same == 0 else {
            throw Complaint(
                "document \(title)",
                expected: "the token_ids of its whole \(what), \(nearest.own.count) without special tokens at the ends",
                found: "the first \(same) of them, up to \"\(tokenizer.texts([nearest.given[nearest.given.endIndex - 1]])[0].shortened)\"",
                remedy: "write \"ids\": \"truncated\" where they were cut off, or leave token_ids out")
        }
        throw Complaint(
            "document \(title)",
            expected:
                "token_ids that the tokenizer gives for its \(what), at position \(nearest.given.startIndex + same) \(named(nearest.own))",
            found: named(nearest.given),
            remedy: "leave token_ids out, or write \"ids\": \"trusted\" where they count and not the \(what)")
    }
}
