/// The mark before an item of a list: "- ", "* ", "• ", "1. ", "12) ".
enum ListMarker {
    /// Characters of the marker at the beginning, with the white space behind it; 0 without one.
    static func length(_ text: Substring) -> Int {
        let digits = text.prefix(3).prefix { ("0"..."9").contains($0) }.count
        let mark = text.dropFirst(digits).first
        let marks: Set<Character> = digits > 0 ? [".", ")"] : ["-", "*", "•", "–"]
        guard let mark, marks.contains(mark) else { return 0 }
        let spaces = text.dropFirst(digits + 1).prefix { $0.isWhitespace && !$0.isNewline }.count
        let isAlone = text.count == digits + 1
        return spaces > 0 || (isAlone && digits > 0) ? digits + 1 + spaces : 0
    }

    /// The text without a marker that stands alone on its last line: what is left in front of an item that was taken out.
    static func removed(fromEndOf text: String) -> String {
        let lineStart = text.lastIndex(where: \.isNewline).map { text.index(after: $0) } ?? text.startIndex
        let line = text[lineStart...].drop { $0.isWhitespace }
        return length(line) == line.count && !line.isEmpty ? String(text[..<lineStart]) : text
    }
}
