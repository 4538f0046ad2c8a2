import Foundation
import ParallaxCompute

/// The documents of a workspace as token ids, read when they are asked for.
public final class DocumentLibrary: Sendable {
    private let collection: DocumentCollection
    private let tokenizer: Tokenizer
    private let chatTemplate: @Sendable () throws -> ChatTemplate?
    private let vocabularySize: Int
    /// One title a document. Unique, since statistics tell documents apart by it.
    public let titles: [String]

    /// More documents than this are named by their number alone: reading them all for their names would delay the first frame.
    private static let namedAtMost = 2000

    init(_ workspace: Workspace, tokenizer: Tokenizer, vocabularySize: Int, chatTemplate: @escaping @Sendable () throws -> ChatTemplate?) {
        collection = DocumentCollection(workspace.documents)
        self.tokenizer = tokenizer
        self.vocabularySize = vocabularySize
        self.chatTemplate = chatTemplate
        titles = Self.titles(collection)
    }

    private static func titles(_ collection: DocumentCollection) -> [String] {
        var seen: [String: Int] = [:]
        return (0..<collection.count).map { index in
            let id = collection.count <= namedAtMost ? (try? collection.document(index))?.id : nil
            let title = id ?? "document \(index + 1)"
            seen[title, default: 0] += 1
            return seen[title] == 1 ? title : "\(title) (\(index + 1))"
        }
    }

    public var count: Int { collection.count }

    /// What could not be opened, one sentence each.
    public var complaints: [Complaint] { collection.complaints }

    /// - Throws: `Complaint` for a document that cannot be read, is empty, or holds ids that the model does not have.
    public func tokenIDs(of index: Int) throws -> [Int] {
        let title = titles[index]
        let ids = try tokenIDs(of: try collection.document(index), title: title)
        guard !ids.isEmpty else { throw Complaint("document \(title)", expected: "at least one token", found: "none", remedy: "give it a text") }
        if let id = ids.first(where: { !(0..<vocabularySize).contains($0) }) {
            throw Complaint("document \(title)", expected: "token ids from 0 to \(vocabularySize - 1)", found: "\(id)", remedy: "use documents made for this model's tokenizer")
        }
        return ids
    }

    private func tokenIDs(of document: Document, title: String) throws -> [Int] {
        if let ids = document.tokenIDs { return ids }
        if let chat = document.chat {
            guard let template = try chatTemplate() else {
                throw Complaint("document \(title)", expected: "a chat template beside the model", found: "none", remedy: "give the document as text")
            }
            return tokenizer.encode(try template.render(chat, addGenerationPrompt: false), addSpecialTokens: false)
        }
        return tokenizer.encode(document.text ?? "", addSpecialTokens: true)
    }
}
