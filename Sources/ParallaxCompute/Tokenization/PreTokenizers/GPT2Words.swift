/// The words of GPT-2's pattern, scanned by hand in one pass:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2Words {
    /// Where the word that starts at `start` ends; always after `start`.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        if text[start] == UInt8(ascii: "'"), let end = contraction(in: text, from: start) { return end }
        let first = scalar(in: text, at: start)
        var runStart = start
        var kind = ScalarClass(first.scalar)
        if first.scalar == " ", start + 1 < text.count {
            let second = ScalarClass(scalar(in: text, at: start + 1).scalar)
            if second != .whitespace {
                runStart = start + 1
                kind = second
            }
        }
        var end = runStart
        var last = 0
        while end < text.count {
            let (scalar, length) = scalar(in: text, at: end)
            guard ScalarClass(scalar) == kind else { break }
            end += length
            last = length
        }
        // White space before a word leaves its last character to that word, unless it is all there is.
        if kind == .whitespace, end < text.count, end - last > start { return end - last }
        return end
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
