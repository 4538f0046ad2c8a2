import ParallaxCompute
import Foundation

/// The glyphs that a terminal can show: all, or ASCII alone where the locale has no UTF-8.
package enum GlyphSet: Hashable, Sendable {
    case unicode
    case ascii

    /// The glyph itself, or an ASCII stand-in of the same kind. A wide glyph keeps its width: the grid draws the stand-in twice.
    func bring(_ glyph: Glyph) -> Glyph {
        if self == .unicode || (glyph.base.isASCII && !glyph.hasMarks) { return glyph }
        return Glyph(checked: Self.standIn(for: glyph.base), width: glyph.width)
    }

    private static func standIn(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar }
        if let known = standIns[scalar] { return known }
        // é → e: the decomposition's first scalar.
        let first = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.first
        return first.flatMap { $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F ? $0 : nil } ?? "?"
    }

    /// One for one, and different where the meaning is different.
    private static let standIns: [Unicode.Scalar: Unicode.Scalar] = [
        "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
        "▏": "-", "▎": "-", "▍": "-", "▌": "=", "▋": "=", "▊": "=", "▉": "=",
        "░": ".", "▒": ":", "▓": "%",
        "━": "=", "─": "-", "┄": "-", "│": "|", "┃": "|", "┳": "+", "┻": "+", "╋": "+", "┬": "+", "┴": "+", "┼": "+",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+",
        "●": "@", "○": "o", "▲": "^", "△": "'", "▼": "v", "▽": ",", "◆": "*", "◌": ".",
        "×": "x", "·": ".", "⠂": "~", "…": "~", "—": "-", "–": "-", "−": "-", "±": "~", "≤": "<", "≥": ">", "≈": "~", "‖": "|",
        "←": "<", "→": ">", "↑": "^", "↓": "v", "⏎": "$", "␛": "[", "␡": "?", "\u{2B1A}": "_", "\u{FFFD}": "?",
        "‘": "'", "’": "'", "“": "\"", "”": "\"", "•": "*", "μ": "u", "µ": "u", "Δ": "d", "²": "2", "₁": "1", "₂": "2",
    ]
}
