/// One sentence of an explanation, without white space and list marker around it, on its way to become claims.
struct ClaimSentence {
    let text: String
    /// In UTF-8 bytes of the explanation.
    let range: Range<Int>
    let isFirst: Bool
    let isInLastParagraph: Bool

    /// - Parameter offset: Where `part` begins in the explanation.
    /// - Returns: Nil where nothing is left.
    init?(_ part: String, at offset: Int, isFirst: Bool = false, isInLastParagraph: Bool = false) {
        let start = part.drop { $0.isWhitespace }
        let item = start.dropFirst(ListMarker.length(start))
        guard let last = item.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        text = String(item[...last])
        let lower = offset + part.utf8.distance(from: part.startIndex, to: item.startIndex)
        range = lower..<lower + text.utf8.count
        self.isFirst = isFirst
        self.isInLastParagraph = isInLastParagraph
    }

    /// Whether anything is said, or is it only punctuation.
    var saysSomething: Bool { text.contains { $0.isLetter || $0.isNumber } }
}
