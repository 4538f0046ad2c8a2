/// "a" or "an" before another word.
enum EnglishArticle {
    /// `start` with the article at its end, where it has one, as `value` wants it: "an" before a, e, i and o, and before u unless that
    /// sounds like "you".
    static func agreeing(_ start: String, before value: String) -> String {
        guard start.hasSuffix(" "), let first = value.first, first.isLetter else { return start }
        let words = start.dropLast()
        let wordStart = words.lastIndex { !$0.isLetter }.map { words.index(after: $0) } ?? words.startIndex
        let word = words[wordStart...]
        guard let letter = word.first, ["a", "an"].contains(word.lowercased()) else { return start }
        return String(words[..<wordStart]) + String(letter) + (beginsWithVowel(value) ? "n " : " ")
    }

    private static func beginsWithVowel(_ word: String) -> Bool {
        let start = word.prefix(3).lowercased()
        guard let first = start.first else { return false }
        return first == "u" ? !["uni", "use", "usu", "uti"].contains(start) : "aeio".contains(first)
    }
}
