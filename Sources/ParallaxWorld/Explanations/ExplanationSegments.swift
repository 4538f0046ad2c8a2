/// An explanation cut into sentences that put together again give the same text, byte for byte.
///
/// A sentence ends at a run of `.`, `!`, `?`, `…` (with closing quotes or brackets behind it) before white space or the
/// end, or at a line break. A stop inside double quotes ends nothing: quoted text is the document's words, not prose.
/// White space belongs to the sentence before it.
public struct ExplanationSegments: Equatable, Sendable {
    /// The sentences with the white space that follows them; `joined` is the whole text.
    public private(set) var parts: [String] = []

    public init(_ text: String) {
        let characters = Array(text)
        var start = 0
        var index = 0
        var quoted = false
        while index < characters.count {
            let character = characters[index]
            index += 1
            switch character {
            case "“": quoted = true
            case "”": quoted = false
            case "\"": quoted.toggle()
            default: break
            }
            var ends = character.isNewline
            if Self.stops.contains(character), !quoted {
                while index < characters.count, Self.stops.contains(characters[index]) || Self.closers.contains(characters[index]) { index += 1 }
                ends = index == characters.count || characters[index].isWhitespace
            }
            guard ends else { continue }
            // A quotation left open at the end of its line was a slip: it must not swallow the rest.
            if character.isNewline { quoted = false }
            while index < characters.count, characters[index].isWhitespace {
                if characters[index].isNewline { quoted = false }
                index += 1
            }
            parts.append(String(characters[start..<index]))
            start = index
        }
        if start < characters.count { parts.append(String(characters[start...])) }
    }

    private static let stops: Set<Character> = [".", "!", "?", "…", "。", "！", "？"]
    private static let closers: Set<Character> = ["”", "’", ")", "]", "»"]

    /// The sentences without the white space around them.
    public var sentences: [String] { parts.map { $0.trimmingWhitespace() } }

    public var joined: String { parts.joined() }

    /// The sentences of the last paragraph; empty where there is only one. The published verbalizers tell of the final token there.
    public var lastParagraph: Range<Int> {
        guard let end = parts.dropLast().lastIndex(where: { $0.contains { $0.isNewline } }) else { return 0..<0 }
        return end + 1..<parts.count
    }

    /// The text with one sentence replaced; the white space behind it stays.
    public func replacing(_ index: Int, with sentence: String) -> String {
        var copy = self
        copy.replace(index, with: sentence)
        return copy.joined
    }

    /// Puts another sentence in the place of one; the white space behind it stays.
    mutating func replace(_ index: Int, with sentence: String) {
        let trailing = parts[index].reversed().prefix { $0.isWhitespace }
        parts[index] = sentence + String(trailing.reversed())
    }

    /// The text without one sentence.
    public func removing(_ index: Int) -> String {
        var copy = parts
        copy.remove(at: index)
        return copy.joined().trimmingWhitespace()
    }
}

extension String {
    package func trimmingWhitespace() -> String {
        // Where the ends are ASCII, bytes are enough: nothing that follows can make a letter of white space.
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        if let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) }), utf8[first] < 0x80, utf8[last] < 0x80 {
            return String(self[first...last])
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
