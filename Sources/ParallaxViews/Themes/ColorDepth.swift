/// How many colours may be used.
package enum ColorDepth: Int, Sendable, Comparable {
    case none = 0
    case eight = 8
    case sixteen = 16
    /// Palette indices 0–255.
    case full = 256

    package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }

    /// The depth of a terminal with so many colours.
    package init(colors: Int) {
        self = colors >= 256 ? .full : colors >= 16 ? .sixteen : colors >= 8 ? .eight : .none
    }

    /// What a person asks for (`--color`), and what follows from it.
    package enum Choice: String, CaseIterable, Sendable {
        case auto, always, never
        case sixteen = "16"
        case full = "256"

        /// - Parameters:
        ///   - colors: how many the terminal says it has.
        ///   - environment: NO_COLOR, not empty, means none (no-color.org) unless colours are asked for by option.
        package func depth(colors: Int, environment: [String: String]) -> ColorDepth {
            let terminal = ColorDepth(colors: colors)
            switch self {
            case .never: return .none
            case .auto: return (environment["NO_COLOR"] ?? "").isEmpty ? terminal : .none
            case .always: return terminal
            case .sixteen: return min(terminal, .sixteen)
            case .full: return min(terminal, .full)
            }
        }
    }

    /// A style with the colours that there are. A background that cannot be had becomes reverse; greys, which turn into black on
    /// black or vanish, become the terminal's own colour.
    func adapt(_ style: Style) -> Style {
        guard self != .full else { return style }
        var adapted = Style(foreground: nearest(style.foreground), background: nearest(style.background), style.attributes)
        if style.background != .terminal, adapted.background == .terminal {
            adapted.foreground = .terminal
            adapted.attributes.insert(.reverse)
        }
        return adapted
    }

    private func nearest(_ color: Color) -> Color {
        guard self != .none, let index = color.index else { return .terminal }
        if Int(wide: index) < rawValue { return color }
        if Palette.isGrey(index) { return self == .sixteen && (80..<150).contains(Palette.rgb(index).red) ? Color(8) : .terminal }
        return Color(Palette.nearest(to: Palette.rgb(index), among: 0...UInt8(clamping: rawValue - 1)))
    }
}
