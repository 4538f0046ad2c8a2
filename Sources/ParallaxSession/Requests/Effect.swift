/// What an update asks of the world outside, as a value.
public enum Effect: Equatable, Sendable {
    case start(Request)
    case cancel(Request)
    case quit
}
