/// One cell of the grid: a number, or the reason why there is none.
public enum GridCell: Equatable, Sendable {
    case value(Double)
    /// No checkpoint at this site.
    case none
    case notYet
    case running
    case failed
    /// Left out of figures (BOS, a massive norm), with the reason.
    case excluded(String)
    /// The figure has no value here, with the reason (no statistics, a zero vector).
    case undefined(String)
}
