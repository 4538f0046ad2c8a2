/// A sentence with one place for a value: "The mood is {}.", "The object is a {}.".
///
/// Everything around the place is matched letter by letter. Only an article right before it gives way to the value: a form with "a {}"
/// also reads "an owl", and says so.
public struct ClaimForm: Hashable, Sendable {
    /// As it was written.
    public let text: String
    private let before: [UInt8]
    /// "a" or "A", where the form has one right before its place; not part of `before`.
    private let article: UInt8?
    private let after: [UInt8]

    static let place = "{}"
    static let longest = 500

    /// Nil where the text has no place, several, nothing around it, or a line break.
    public init?(_ text: String) {
        let parts = text.split(separator: Self.place, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count > Self.place.utf8.count, text.utf8.count <= Self.longest, !text.contains(where: \.isNewline) else { return nil }
        self.text = text
        after = Array(parts[1].utf8)
        var start = Array(parts[0].utf8)
        let words = parts[0].split(separator: " ", omittingEmptySubsequences: false)
        let word = words.last == "" ? words.dropLast().last : nil
        if let word, ["a", "A", "an", "An"].contains(word) {
            article = word.utf8.first
            start.removeLast(word.utf8.count + 1)
        } else {
            article = nil
        }
        before = start
    }

    /// Where the value stands in a sentence of this form, in bytes; never empty. Nil for other sentences.
    func value(in sentence: [UInt8]) -> Range<Int>? {
        guard sentence.count > before.count + after.count, sentence.starts(with: before) else { return nil }
        let end = sentence.count - after.count
        guard sentence[end...].elementsEqual(after) else { return nil }
        var start = before.count
        if let article {
            guard sentence[start] == article else { return nil }
            start += 1
            if start < end, sentence[start] == UInt8(ascii: "n") { start += 1 }
            guard start < end, sentence[start] == UInt8(ascii: " ") else { return nil }
            start += 1
        }
        guard start < end, !sentence[start..<end].contains(where: { $0 == 0x0a || $0 == 0x0d }) else { return nil }
        return start..<end
    }

    /// The sentence that states a value.
    public func stating(_ value: String) -> String {
        let start = String(decoding: before, as: UTF8.self) + (article.map { String(UnicodeScalar($0)) + " " } ?? "")
        return EnglishArticle.agreeing(start, before: value) + value + String(decoding: after, as: UTF8.self)
    }
}
