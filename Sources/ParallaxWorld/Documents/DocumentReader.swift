/// The documents of a comparison as token ids, read when they are asked for.
public protocol ComparisonDocuments: Sendable {
    /// Unique, since statistics tell documents apart by it.
    var titles: [String] { get }
    /// What is done about the first token of texts and conversations.
    var beginning: TextBeginning { get }
    /// The token that begins a text; nil where none is known.
    var bos: Int? { get }
    /// Whether a document gives its token ids itself, so that nothing is done about their beginning.
    func isGivenAsIDs(_ index: Int) -> Bool
    /// - Throws: `Complaint` for a document that cannot be read; `CancellationError`.
    func tokenIDs(of index: Int, cancellation: Cancellation?) throws -> [Int]
    /// Positions whose tokens the chat template wrote around what was said.
    func templatePositions(of index: Int, ids: [Int]) -> Set<Int>
    /// The name of the group that a person put it in; nil for none.
    func group(_ index: Int) -> String?
}

extension ComparisonDocuments {
    public var beginning: TextBeginning { .asTokenized }
    public var bos: Int? { nil }
    public func isGivenAsIDs(_ index: Int) -> Bool { false }
    public func group(_ index: Int) -> String? { nil }
    public func tokenIDs(of index: Int) throws -> [Int] { try tokenIDs(of: index, cancellation: nil) }
}

/// Reads documents for a comparison, and for whatever else judges tokens.
package struct DocumentReader: Sendable {
    package let model: LanguageModel
    package let tokenizer: Tokenizer
    package let documents: any ComparisonDocuments

    package init(model: LanguageModel, tokenizer: Tokenizer, documents: any ComparisonDocuments) {
        self.model = model
        self.tokenizer = tokenizer
        self.documents = documents
    }

    /// - Throws: `Complaint` for a document that cannot be read or is longer than the model's context; `CancellationError`.
    package func read(_ index: Int, _ cancellation: Cancellation? = nil) throws -> DocumentTokens {
        let ids = try documents.tokenIDs(of: index, cancellation: cancellation), longest = model.configuration.maximumPositions
        guard ids.count <= longest else {
            throw Complaint(
                "document \(documents.titles[index])", expected: "at most \(longest) tokens, the model's context", found: "more",
                remedy: "split it")
        }
        return TokenRoles(model: model, tokenizer: tokenizer).tokens(ids, template: documents.templatePositions(of: index, ids: ids))
    }
}
