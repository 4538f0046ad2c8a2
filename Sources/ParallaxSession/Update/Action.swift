/// Everything that can change the state.
public enum Action: Sendable {
    case command(Command)
    /// The open line editor after a key.
    case edited(LineEditor)
    case report(Report)
}
