/// What an update asks of the world outside, as a value.
public enum Effect: Equatable, Sendable {
    /// Comes before any request about the document.
    case add(OwnDocument)
    case start(Request)
    case cancel(Request)
    case quit
}
