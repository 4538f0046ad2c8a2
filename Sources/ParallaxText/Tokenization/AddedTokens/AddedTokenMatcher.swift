/// Finds added tokens in a text: the leftmost, of those the longest, without overlaps; then what their flags say about words and white space.
struct AddedTokenMatcher: Sendable {
    enum Segment {
        case token(Int)
        case text(Range<Int>)
    }

    private let finder: ByteStringFinder
    private let tokens: [(token: AddedToken, id: Int)]

    /// - Parameter forms: what a token looks like in the texts that are searched, by its id.
    init(_ tokens: [(token: AddedToken, id: Int)], forms: [Int: [UInt8]]) {
        finder = ByteStringFinder(tokens.map { forms[$0.id] ?? [] })
        self.tokens = tokens
    }

    /// Calls `found` for tokens and what stands between them, from left to right.
    func forEachSegment(of text: UnsafeBufferPointer<UInt8>, _ work: TextWork, _ found: (Segment) throws -> Void) throws {
        var done = 0, searched = 0, white = 0..<0
        if !finder.isEmpty {
            for find in finder.finds(in: text).reversed() where find.range.lowerBound >= searched {
                try work.step()
                searched = find.range.upperBound
                let (token, id) = tokens[find.index]
                var (start, end) = (find.range.lowerBound, find.range.upperBound)
                if token.isSingleWord, touchesWord(start, end, in: text) { continue }
                if token.stripsLeft { start = startOfWhitespace(in: text, before: start, notBefore: done) }
                if token.stripsRight {
                    // A run of white space is walked through once, however many tokens stand in it.
                    if !white.contains(end) { white = end..<endOfWhitespace(in: text, from: end) }
                    end = max(end, white.upperBound)
                }
                if done < start { try found(.text(done..<start)) }
                try found(.token(id))
                done = end
            }
        }
        if done < text.count { try found(.text(done..<text.count)) }
    }

    private func touchesWord(_ start: Int, _ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        (start > 0 && scalar(in: text, before: start).scalar.isWordCharacter) || (end < text.count && scalar(in: text, at: end).scalar.isWordCharacter)
    }
}
