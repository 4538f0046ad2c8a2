/// Texts that tell what an AR reads: if it reconstructs as well from an explanation whose words are shuffled, it reads words and not
/// sentences; if a changed comma costs it much, it reads a code and not what is said.
///
/// The same text and seed always give the same result, which is never the text itself.
public enum ReconstructorControls {
    /// A text that says nothing of any activation.
    public static let genericText = "This is a piece of text. It says something, and it goes on."

    /// All words in random order; the white space between them stays where it is, so that lines and paragraphs keep their places.
    /// Punctuation moves with the word that it is written to.
    public static func wordsShuffled(_ text: String, seed: UInt64) -> Known<String> {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let shuffled = reordered(words.map { String($0) }, seed: seed) else {
            return .missing("a text with fewer than two different words has no other order")
        }
        var result = "", end = text.startIndex
        for (word, replacement) in zip(words, shuffled) {
            result += text[end..<word.startIndex] + replacement
            end = word.endIndex
        }
        return .known(result + text[end...])
    }

    /// All sentences in random order, each as it was; the white space between them stays where it is.
    public static func sentencesReordered(_ text: String, seed: UInt64) -> Known<String> {
        var segments = ExplanationSegments(text)
        let sentences = segments.sentences, places = sentences.indices.filter { !sentences[$0].isEmpty }
        guard let shuffled = reordered(places.map { sentences[$0] }, seed: seed) else {
            return .missing("a text with fewer than two different sentences has no other order")
        }
        for (place, sentence) in zip(places, shuffled) { segments.replace(place, with: sentence) }
        return .known(segments.joined)
    }

    /// Final stops and commas outside quotations dropped or made semicolons, every one of them. Words, numbers and quotations stay as they
    /// are. Where there is nothing to change, a stop is set at the end.
    public static func punctuationChanged(_ text: String, seed: UInt64) -> Known<String> {
        var stream = RandomStream(seed: seed, stream: 2)
        var segments = ExplanationSegments(text)
        var changes = 0
        for (index, sentence) in segments.sentences.enumerated() {
            let places = PunctuationPlaces(sentence).places.sorted { $0.range.lowerBound < $1.range.lowerBound }
            var result = "", end = sentence.startIndex
            for place in places {
                result += sentence[end..<place.range.lowerBound] + place.alternatives[stream.index(below: place.alternatives.count)]
                end = place.range.upperBound
            }
            changes += places.count
            segments.replace(index, with: result + sentence[end...])
        }
        if changes > 0 { return .known(segments.joined) }
        guard let last = text.trimmingWhitespace().last, last.isLetter || last.isNumber else {
            return .missing("a text without a stop or a comma has no punctuation to change")
        }
        return .known(text.trimmingWhitespace() + ".")
    }

    /// Another order of the parts, random; nil where all are the same.
    private static func reordered(_ parts: [String], seed: UInt64) -> [String]? {
        guard let first = parts.first, let other = parts.firstIndex(where: { $0 != first }) else { return nil }
        var stream = RandomStream(seed: seed, stream: 1)
        var result = stream.shuffled(parts)
        if result == parts { result.swapAt(0, other) }
        return result
    }
}
