/// The words of GPT-4o (o200k) and, without contractions and with one digit, of Mistral's Tekken, in one pass. A word is capitals and then
/// small letters; letters without case and marks are both.
/// `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`, the same with `+…*` in place of
/// `*…+`, `\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
enum O200KWords {
    private static let capital: CharacterKind = [.upper, .caseless, .mark], small: CharacterKind = [.lower, .caseless, .mark]
    private static let both: CharacterKind = [.caseless, .mark]

    /// Where the word that starts at `start` ends; always after `start`.
    @inline(__always)
    static func end(in text: ScannedText, from start: Int, contractions: Bool, digits: Int) -> Int {
        let (kind, length) = text.kind(at: start), second = start + length
        if kind == .number { return text.endOfNumber(from: start, most: digits) }
        func whole(_ end: Int) -> Int { contractions ? text.endOfContraction(from: end) ?? end : end }
        if kind.isAny(of: .letter) {
            // A letter is no prefix of a word.
            let word = word(in: text, from: start)
            return whole(word.small ?? word.capital)
        }
        if !kind.isAny(of: .newline), second < text.count {
            let word = word(in: text, from: second)
            if let end = word.small { return whole(end) }
            // A mark alone is a word of small letters, which comes before a word of capitals alone.
            if kind == .mark { return whole(second) }
            if word.capital > second { return whole(word.capital) }
        } else if kind == .mark {
            return whole(second)
        }
        return CL100KWords.endOfSigns(in: text, kind, from: start, second, slashToo: true) ?? text.endOfSpace(from: start)
    }

    /// Where capitals that begin at a place end, and where the small letters behind them do, nil where there are none. Of capitals that no
    /// small letter follows the last one that is both counts as one.
    @inline(__always)
    private static func word(in text: ScannedText, from start: Int) -> (capital: Int, small: Int?) {
        var end = start, afterBoth: Int?
        while end < text.count, case let (kind, length) = text.kind(at: end), kind.isAny(of: capital) {
            end += length
            if kind.isAny(of: both) { afterBoth = end }
        }
        let small = text.end(of: small, from: end)
        return (end, small > end ? small : afterBoth)
    }
}
