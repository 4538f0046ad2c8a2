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
