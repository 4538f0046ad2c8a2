/// What a piece of the screen is for; the theme says how that looks. Mind `accent`: it belongs to the cursor and to what the
/// person changed, and to nothing else.
package enum Role: String, CaseIterable, Sendable {
    case text
    /// Figures that matter most.
    case strong
    /// Labels and explanations beside figures.
    case dim
    case heading
    case border
    case bar
    case accent
    case cursor
    case selection
    /// Keys in hints, and what they do.
    case key, hint
    case warning
    case good
    case bad
}
