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

/// The tokens of a document as they enter the model, and which of them stand for nothing that was said.
package struct DocumentTokens: Sendable {
    package let ids: [Int]
    package let bos: Set<Int>
    /// Special tokens and the chat template's own words.
    package let special: Set<Int>

    /// Positions that an earlier document of its group has said; they count there.
    package private(set) var repeated: Set<Int> = []

    package init(ids: [Int], bos: Set<Int>, special: Set<Int>) {
        self.ids = ids
        self.bos = bos
        self.special = special
    }

    /// Positions that may be compared, as far as ids can tell.
    package var comparable: [Int] { ids.indices.filter { !bos.contains($0) && !special.contains($0) && !repeated.contains($0) } }

    /// - Parameter places: among the comparable tokens.
    package func repeating(_ places: [Range<Int>]) -> DocumentTokens {
        guard !places.isEmpty else { return self }
        var copy = self
        let comparable = comparable
        for range in places { copy.repeated.formUnion(comparable[range.clamped(to: comparable.indices)]) }
        return copy
    }
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
        var special = documents.templatePositions(of: index, ids: ids)
        for position in ids.indices where tokenizer.isSpecial(ids[position]) { special.insert(position) }
        return DocumentTokens(ids: ids, bos: ExclusionRule.bosPositions(ids, model: model, tokenizer: tokenizer), special: special)
    }
}
