import Foundation
import ParallaxCompute

/// Text of any origin in lines of a given width: at spaces where it can, inside a word where it must. Line ends in the text are
/// kept as such; all else is made safe.
package enum TextWrap {
    /// - Parameter limit: no more lines than this are made.
    package static func lines(_ text: String, columns: Int, limit: Int = Size.limit) -> [SafeText] {
        guard columns > 0 else { return [] }
        var lines: [SafeText] = []
        for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if lines.count >= limit { break }
            let budget = min(limit - lines.count, Size.limit) * (columns + 1)
            wrap(SafeText(String(paragraph), columns: budget), columns: columns, into: &lines)
        }
        return Array(lines.prefix(limit))
    }

    private static func wrap(_ text: SafeText, columns: Int, into lines: inout [SafeText]) {
        let glyphs = text.glyphs
        var start = 0
        repeat {
            var end = start, width = 0, afterSpace = start
            while end < glyphs.count, width + Int(wide: glyphs[end].width) <= columns {
                width += Int(wide: glyphs[end].width)
                end += 1
                if glyphs[end - 1] == .space { afterSpace = end }
            }
            // A space that the line has no room for is the break itself.
            if end == glyphs.count || glyphs[end] == .space {
                lines.append(trimmed(text, start..<end))
            } else {
                if afterSpace > start { end = afterSpace }
                // One wide glyph in a column: nothing fits, and it must not loop.
                if end == start { end = start + 1 }
                lines.append(trimmed(text, start..<end).prefix(columns: columns))
            }
            start = end
            while start < glyphs.count, glyphs[start] == .space { start += 1 }
        } while start < glyphs.count
    }

    private static func trimmed(_ text: SafeText, _ range: Range<Int>) -> SafeText {
        var end = range.upperBound
        while end > range.lowerBound, text.glyphs[end - 1] == .space { end -= 1 }
        return text[range.lowerBound..<end]
    }
}

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
        "‘": "'", "’": "'", "“": "\"", "”": "\"", "•": "*", "μ": "u", "µ": "u", "Δ": "d", "²": "2", "₁": "1", "₂": "2"
    ]
}
