/// Which comparison: of the dictionaries and NLAs of a row of the grid, over the documents that are evaluated.
///
/// Every third document estimates and is not evaluated, unless it is the one that is looked at: then it is, and estimates nothing.
public struct ComparisonKey: Hashable, Sendable {
    public var row: Int
    /// A document that would estimate otherwise, or that the person gave.
    public var extra: Int?

    public init(row: Int, extra: Int?) {
        self.row = row
        self.extra = extra
    }
}

/// What a report is about.
public enum ComparisonScope: Hashable, Sendable {
    case token(document: Int, position: Int)
    case document(Int)
    case set
}
