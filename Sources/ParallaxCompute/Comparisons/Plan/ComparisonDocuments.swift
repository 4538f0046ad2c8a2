/// The documents of a comparison as token ids, read when they are asked for.
public protocol ComparisonDocuments: Sendable {
    /// Unique, since statistics tell documents apart by it.
    var titles: [String] { get }
    /// - Throws: `Complaint` for a document that cannot be read; `CancellationError`.
    func tokenIDs(of index: Int, cancellation: Cancellation?) throws -> [Int]
    /// Positions whose tokens the chat template wrote around what was said.
    func templatePositions(of index: Int, ids: [Int]) -> Set<Int>
}

extension ComparisonDocuments {
    public func tokenIDs(of index: Int) throws -> [Int] { try tokenIDs(of: index, cancellation: nil) }
}
