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
}

extension ComparisonDocuments {
    public var beginning: TextBeginning { .asTokenized }
    public var bos: Int? { nil }
    public func isGivenAsIDs(_ index: Int) -> Bool { false }
    public func tokenIDs(of index: Int) throws -> [Int] { try tokenIDs(of: index, cancellation: nil) }
}
