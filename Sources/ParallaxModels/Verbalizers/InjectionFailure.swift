/// Tells when an AV read the marker itself in place of the activation: it then writes in the marker's script, or about such a character.
///
/// A sign and no proof: an activation of a Chinese text may be explained in Chinese.
package enum InjectionFailure {
    /// - Parameter marker: nil where it is not known, as of texts made elsewhere.
    package static func shows(in text: String, marker: String?) -> Bool {
        marker.map { text.utf8[...].firstOccurrence(of: $0.utf8) != nil } ?? false || isMostlyEastAsian(text) || isAboutACharacter(text)
    }

    /// More than half of the letters are Chinese, Japanese or Korean.
    private static func isMostlyEastAsian(_ text: String) -> Bool {
        var letters = 0, eastAsian = 0
        for scalar in text.unicodeScalars {
            let isEastAsian = blocks.contains { $0.contains(scalar.value) }
            if isEastAsian { eastAsian += 1 }
            if isEastAsian || scalar.properties.isAlphabetic { letters += 1 }
        }
        return eastAsian * 2 > letters
    }

    /// Radicals, Kangxi, kana, Bopomofo, Hangul, enclosed and compatibility forms, ideographs with their extensions.
    private static let blocks: [ClosedRange<UInt32>] = [
        0x1100...0x11ff, 0x2e80...0x2fdf, 0x3005...0x3007, 0x3021...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa960...0xa97f, 0xac00...0xd7ff,
        0xf900...0xfaff, 0xff66...0xffdc, 0x20000...0x3ffff,
    ]

    /// "Chinese character", "a Korean language symbol", "Hangul syllables": the script and the thing, at most one word between.
    private static func isAboutACharacter(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter }
        return words.indices.contains { at in
            scripts.contains(words[at]) && words[(at + 1)...].prefix(2).contains { word in things.contains { word == $0 || word == $0 + "s" } }
        }
    }

    private static let scripts: Set<Substring> = ["chinese", "korean", "japanese", "hangul", "hanzi", "hanja", "kanji", "cjk"]
    private static let things = ["character", "symbol", "syllable", "glyph", "ideograph", "ideogram", "jamo"]
}
