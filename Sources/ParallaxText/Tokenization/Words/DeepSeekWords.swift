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
        if text.bytes[start] == 0x20, case let end = text.end(of: signs, from: second), end > second { return text.endOfNewlines(from: end, slashToo: false) }
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
