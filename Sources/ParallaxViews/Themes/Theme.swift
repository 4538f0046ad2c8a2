/// How roles and values look. Views ask for meanings and never name a colour.
package struct Theme: Hashable, Sendable {
    package let name: String
    private let styles: [Role: Style]
    private let ramps: [Ramp.Name: Ramp]

    init(name: String, styles: [Role: Style], ramps: [Ramp.Name: Ramp]) {
        self.name = name
        self.styles = styles
        self.ramps = ramps
    }

    package subscript(role: Role) -> Style { styles[role] ?? .plain }

    package func ramp(_ name: Ramp.Name) -> Ramp {
        ramps[name] ?? Ramp(isDiverging: name == .difference, colors: [], glyphs: [])
    }

    /// This theme on a terminal with fewer colours: the nearest that it has. Ramps need the 256-colour palette; with fewer colours
    /// their glyphs speak.
    package func adapted(to depth: ColorDepth) -> Theme {
        if depth == .full { return self }
        return Theme(
            name: name, styles: styles.mapValues { depth.adapt($0) },
            ramps: ramps.mapValues { Ramp(isDiverging: $0.isDiverging, colors: [], glyphs: $0.glyphs) })
    }
}

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
