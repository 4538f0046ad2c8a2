import ParallaxViews

/// What a sequence that begins with Esc means.
package enum InputCode: Hashable, Sendable {
    case key(Key)
    case pasteBegin
    /// A key without a meaning here, and the end of a paste that was not begun.
    case ignored
}
