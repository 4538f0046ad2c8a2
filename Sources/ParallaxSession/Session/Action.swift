/// Everything that can change the state.
public enum Action: Sendable {
    case command(Command)
    /// The open line editor after a key.
    case edited(LineEditor)
    /// The page that is open (help, messages), by the line that it begins with: only views know how many lines there are.
    case scrolled(to: Int)
    /// The screen has room for these beside the readings.
    case showing(Set<Aside>)
    /// Writes a finding, with what is on the screen as text.
    case writing(screen: String)
    /// A cell of the grid was pointed at.
    case placed(row: Int, position: Int)
    /// A reading was pointed at, perhaps one of its lines: only views know where they are.
    case pointed(at: Pane, line: Int?)
    /// A line for the person, from outside the state.
    case noticed(String)
    case report(Report)
}
