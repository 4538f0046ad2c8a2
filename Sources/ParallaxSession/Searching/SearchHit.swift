/// One place that a search found.
public struct SearchHit: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case token, label, explanation
    }

    public var kind: Kind
    public var document: Int
    public var position: Int
    /// The row of the grid where it was read; nil for a token, which is at all of them.
    public var row: Int?
    /// What was found; raw, views make it safe.
    public var text: String
}
