import Foundation

/// What a workspace names under `documents`.
public enum DocumentEntry: Sendable, Equatable {
    /// A text, or one document a line (see ``DocumentFile``).
    case file(URL)
    /// A conversation, `[{"role", "content"}, …]`.
    case chat(URL)
    /// The text itself.
    case text(String)
}
