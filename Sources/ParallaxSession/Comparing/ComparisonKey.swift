/// Which comparison: of the dictionaries and NLAs of a row of the grid, over the documents that are evaluated.
///
/// Every third document estimates and is not evaluated, unless it is the one that is looked at: then it is, and estimates nothing.
public struct ComparisonKey: Hashable, Sendable {
    public var row: Int
    /// A document that would estimate otherwise, or that the person gave.
    public var extra: DocumentID?

    public init(row: Int, extra: DocumentID?) {
        self.row = row
        self.extra = extra
    }
}

/// What a report is about.
public enum ComparisonScope: Hashable, Sendable {
    case token(Place)
    case document(DocumentID)
    case set
}
