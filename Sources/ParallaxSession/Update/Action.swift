/// Everything that can change the state.
public enum Action: Sendable {
    case command(Command)
    /// The open line editor after a key.
    case edited(LineEditor)
    /// The page that is open (help, messages), by the line that it begins with: only views know how many lines there are.
    case scrolled(to: Int)
    case report(Report)
}
