import Foundation

/// What a workspace names under `documents`.
public enum DocumentEntry: Sendable, Equatable {
    /// A text, or one document a line (see ``DocumentFile``).
    case file(URL, TextEncoding? = nil)
    /// A conversation, `[{"role", "content"}, …]` or `{"messages": […], "tools": […]}`.
    case chat(URL, TextEncoding? = nil)
    /// The text itself.
    case text(String)
}
