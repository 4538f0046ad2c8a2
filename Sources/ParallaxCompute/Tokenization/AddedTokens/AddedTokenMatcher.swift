/// Finds added tokens in a text: the leftmost, of those the longest, without overlaps; then what their flags say about words and white space.
struct AddedTokenMatcher: Sendable {
    enum Segment {
        case token(Int)
        case text(Range<Int>)
    }

    private let trie: ByteTrie
    private let tokens: [(token: AddedToken, id: Int)]

    /// - Parameter forms: what a token looks like in the texts that are searched, by its id.
    init(_ tokens: [(token: AddedToken, id: Int)], forms: [Int: [UInt8]]) {
        var trie = ByteTrie()
        for (index, entry) in tokens.enumerated() { trie.insert(forms[entry.id] ?? [], value: index) }
        self.trie = trie
        self.tokens = tokens
    }

    func segments(of text: UnsafeBufferPointer<UInt8>) -> [Segment] {
        guard !tokens.isEmpty else { return text.isEmpty ? [] : [.text(0..<text.count)] }
        var segments: [Segment] = []
        var done = 0
        var search = 0
        while let match = trie.firstMatch(in: text, from: search) {
            search = match.range.upperBound
            let (token, id) = tokens[match.value]
            var (start, end) = (match.range.lowerBound, match.range.upperBound)
            if token.isSingleWord, touchesWord(start, end, in: text) { continue }
            if token.stripsLeft { start = max(startOfWhitespace(in: text, before: start), done) }
            if token.stripsRight { end = endOfWhitespace(in: text, from: end) }
            if done < start { segments.append(.text(done..<start)) }
            segments.append(.token(id))
            done = end
        }
        if done < text.count { segments.append(.text(done..<text.count)) }
        return segments
    }

    private func touchesWord(_ start: Int, _ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        (start > 0 && scalar(in: text, before: start).scalar.isWordCharacter) || (end < text.count && scalar(in: text, at: end).scalar.isWordCharacter)
    }
}
