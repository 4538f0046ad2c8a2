import ParallaxViews

/// One reading from the terminal, before pastes are gathered and stray sequences dropped.
package enum InputCode: Hashable, Sendable {
    /// A character, controls and Esc included.
    case scalar(Unicode.Scalar)
    case key(Key)
    case pasteBegin, pasteEnd
    /// A key without a meaning here.
    case ignored
}
