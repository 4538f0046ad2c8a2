// Ranges of claims are UTF-8 bytes: they mean the same in every program that reads them.

extension String {
    /// The text of a range that is known to lie inside and at whole characters.
    func bytes(_ range: Range<Int>) -> String {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound)
        return String(self[start..<utf8.index(start, offsetBy: range.count)])
    }

    /// The same for ranges from elsewhere; nil where it lies outside or cuts a character.
    func bytes(ifWhole range: Range<Int>) -> String? {
        range.lowerBound >= 0 && range.upperBound <= utf8.count && hasWholeCharacters(at: range) ? bytes(range) : nil
    }

    /// Whether a range inside the text begins and ends between characters.
    func hasWholeCharacters(at range: Range<Int>) -> Bool {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound)
        return Index(start, within: self) != nil && Index(utf8.index(start, offsetBy: range.count), within: self) != nil
    }
}

extension Array<String> {
    /// Whether these stand in it, in a row.
    func holds(_ phrase: [String]) -> Bool {
        guard !phrase.isEmpty, phrase.count <= count else { return false }
        return (0...count - phrase.count).contains { self[$0..<$0 + phrase.count].elementsEqual(phrase) }
    }
}
