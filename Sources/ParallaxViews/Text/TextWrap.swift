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
