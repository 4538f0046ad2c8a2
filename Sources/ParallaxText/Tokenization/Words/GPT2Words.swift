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
    private static func alike(_ kind: CharacterKind) -> CharacterKind { kind.isAny(of: .letter) ? .letter : kind == .number ? .number : signs }

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
