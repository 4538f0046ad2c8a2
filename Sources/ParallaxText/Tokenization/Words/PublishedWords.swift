/// The words of GPT-2's pattern, scanned by hand in one pass:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2Words {
    private static let signs: CharacterKind = [.mark, .punctuation, .symbol, .other]

    /// Where the word that starts at `start` ends; always after `start`.
    @inline(__always)
    static func end(in text: ScannedText, from start: Int) -> Int {
        if text.bytes[start] == UInt8(ascii: "'"), let end = contraction(in: text.bytes, from: start) { return end }
        let (kind, length) = text.kind(at: start), second = start + length
        guard kind.isAny(of: .space) else { return text.end(of: alike(kind), from: second) }
        if text.bytes[start] == 0x20, second < text.count, case let next = text.kind(at: second).kind, !next.isAny(of: .space) {
            return text.end(of: alike(next), from: second)
        }
        // White space before a word leaves its last character to that word, unless it is all there is.
        var end = start, last = start
        while end < text.count, case let (kind, length) = text.kind(at: end), kind.isAny(of: .space) {
            last = end
            end += length
        }
        return end < text.count && last > start ? last : end
    }

    @inline(__always)
    private static func alike(_ kind: CharacterKind) -> CharacterKind {
        kind.isAny(of: .letter) ? .letter : kind == .number ? .number : signs
    }

    private static func contraction(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard start + 1 < text.count else { return nil }
        switch text[start + 1] {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r") where start + 2 < text.count && text[start + 2] == UInt8(ascii: "e"): return start + 3
        case UInt8(ascii: "v") where start + 2 < text.count && text[start + 2] == UInt8(ascii: "e"): return start + 3
        case UInt8(ascii: "l") where start + 2 < text.count && text[start + 2] == UInt8(ascii: "l"): return start + 3
        default: return nil
        }
    }
}

/// The words of GPT-4 (cl100k), Llama 3 and Qwen2, in one pass:
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
enum CL100KWords {
    /// Where the word that starts at `start` ends; always after `start`.
    @inline(__always)
    static func end(in text: ScannedText, from start: Int, digits: Int) -> Int {
        if let end = text.endOfContraction(from: start) { return end }
        let (kind, length) = text.kind(at: start), second = start + length
        if kind.isAny(of: .letter) { return text.end(of: .letter, from: second) }
        if kind == .number { return text.endOfNumber(from: start, most: digits) }
        if !kind.isAny(of: .newline) {
            let end = text.end(of: .letter, from: second)
            if end > second { return end }
        }
        return endOfSigns(in: text, kind, from: start, second, slashToo: false) ?? text.endOfSpace(from: start)
    }

    /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`, where the first character is neither letter nor number; nil where white space begins that stands for itself.
    @inline(__always)
    static func endOfSigns(in text: ScannedText, _ kind: CharacterKind, from start: Int, _ second: Int, slashToo: Bool) -> Int? {
        let signs: CharacterKind = [.mark, .punctuation, .symbol, .other]
        if kind.isAny(of: .space), text.bytes[start] != 0x20 { return nil }
        let end = text.end(of: signs, from: second)
        guard kind.isAny(of: signs) || end > second else { return nil }
        return text.endOfNewlines(from: end, slashToo: slashToo)
    }
}

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

/// The words of DeepSeek V3, each of its three cuts in one pass. Unlike the other published patterns they leave characters out, which stay
/// together between two matches.
enum DeepSeekWords {
    /// ``[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+``
    @inline(__always)
    static func end(in text: ScannedText, from start: Int) -> Int? {
        let (kind, length) = text.kind(at: start), second = start + length
        let letters: CharacterKind = [.upper, .lower, .caseless, .mark], signs: CharacterKind = [.punctuation, .symbol]
        if kind.isAny(of: letters) { return text.end(of: letters, from: second) }
        if kind.isAny(of: signs) {
            if length == 1, case let end = endOfASCIILetters(in: text, from: second), end > second { return end }
            return text.endOfNewlines(from: text.end(of: signs, from: second), slashToo: false)
        }
        if !kind.isAny(of: .newline), case let end = text.end(of: letters, from: second), end > second { return end }
        if text.bytes[start] == 0x20, case let end = text.end(of: signs, from: second), end > second {
            return text.endOfNewlines(from: end, slashToo: false)
        }
        return kind.isAny(of: .space) ? text.endOfSpace(from: start) : nil
    }

    /// `[一-龥぀-ゟ゠-ヿ]+`
    static func endOfCharacters(in text: ScannedText, from start: Int) -> Int? {
        var end = start
        while end < text.count, text.bytes[end] >= 0xE3 {
            let (scalar, length) = scalar(in: text.bytes, at: end)
            guard (0x4E00...0x9FA5).contains(scalar.value) || (0x3040...0x30FF).contains(scalar.value) else { break }
            end += length
        }
        return end > start ? end : nil
    }

    /// `\p{N}{1,3}`
    static func endOfDigits(in text: ScannedText, from start: Int, most: Int) -> Int? {
        let end = text.endOfNumber(from: start, most: most)
        return end > start ? end : nil
    }

    private static func endOfASCIILetters(in text: ScannedText, from start: Int) -> Int {
        var end = start
        while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text.bytes[end] | 0x20) { end += 1 }
        return end
    }
}
