/// What stands between double quotation marks in a sentence: "…", “…”, «…», 「…」.
struct QuotedSpans {
    struct Span: Equatable {
        /// With its marks, in UTF-8 bytes of the sentence.
        let range: Range<Int>
        /// Without them and without white space at its ends; never empty.
        let inner: Range<Int>
    }

    /// In order; a mark that nothing closes begins none.
    private(set) var spans: [Span] = []

    private static let closers: [Character: Character] = ["\"": "\"", "“": "”", "«": "»", "「": "」", "„": "“"]

    init(_ sentence: String) {
        var offset = 0
        var open: (closer: Character, start: Int)?
        // First and last byte that are no white space since the mark opened.
        var inner: Range<Int>?
        for character in sentence {
            let next = offset + character.utf8.count
            if let mark = open, character == mark.closer {
                if let inner { spans.append(Span(range: mark.start..<next, inner: inner)) }
                open = nil
            } else if open != nil {
                if !character.isWhitespace { inner = (inner?.lowerBound ?? offset)..<next }
            } else if let closer = Self.closers[character] {
                open = (closer, offset)
                inner = nil
            }
            offset = next
        }
    }
}
