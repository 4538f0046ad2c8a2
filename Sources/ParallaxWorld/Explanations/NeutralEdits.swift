/// Edits that should change nothing about what an explanation says: how much a score moves under them is the noise that
/// any other edit has to be seen against.
public enum NeutralEdits {
    /// The kind of edits that take a sentence out.
    public static let deletion = "sentence"
    /// More would only make the band dearer.
    public static let most = 12
    /// Of a kind, before those that are the same as another are left out.
    private static let mostOfKind = 4 * most

    /// The same text always gives the same edits. Each differs from the text and from all others; the kinds take turns, so that
    /// a shorter list is no list of one kind.
    /// - "word order": two neighbouring words of a sentence change places; not the first or the last, no names, nothing quoted
    /// - "punctuation": a final stop or a comma is dropped, or a semicolon takes its place
    /// - "sentence": a sentence goes that is between half and twice as long as the spared one: what deleting that much costs
    /// - Parameter sentence: The part of `ExplanationSegments` that the test is about and that no edit touches. Without one, no sentence
    ///   is deleted, because there is no length to match.
    public static func edits(of text: String, sparing sentence: Int?) -> [(kind: String, text: String)] {
        let segments = ExplanationSegments(text)
        let spared = sentence.flatMap { segments.parts.indices.contains($0) ? $0 : nil }
        let sentences = segments.sentences, others = segments.parts.indices.filter { $0 != spared && !sentences[$0].isEmpty }
        // Every edit is a copy of the text, so that no more are made than may be looked at.
        func edited(_ change: (String) -> [String]) -> [String] {
            interleaved(others.map { index in change(body(segments.parts[index])).map { (index, $0) } }, atMost: mostOfKind).map {
                segments.replacing($0, with: $1)
            }
        }
        let lists: [(kind: String, texts: [String])] = [
            ("word order", edited(swaps)),
            ("punctuation", edited(repunctuated)),
            (deletion, deletions(segments, others, spared))
        ]
        var seen: Set<String> = [text]
        let turns = lists.map { list in list.texts.filter { !$0.isEmpty && seen.insert($0).inserted }.map { (kind: list.kind, text: $0) } }
        return interleaved(turns, atMost: most)
    }

    /// Without the white space behind it, which `replacing` puts back.
    private static func body(_ part: String) -> String {
        guard let last = part.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(part[...last])
    }

    /// The first of each list, then the second of each…
    private static func interleaved<Element>(_ lists: [[Element]], atMost limit: Int) -> [Element] {
        var result: [Element] = []
        for turn in 0..<(lists.map(\.count).max() ?? 0) {
            for list in lists where turn < list.count {
                guard result.count < limit else { return result }
                result.append(list[turn])
            }
        }
        return result
    }

    /// The sentence with one pair of neighbours swapped, pairs near its middle first.
    private static func swaps(_ sentence: String) -> [String] {
        let words = words(sentence)
        let pairs = words.indices.dropFirst().dropLast(2).filter { first in
            let (a, b) = (words[first], words[first + 1])
            return a.isPlain && b.isPlain && sentence[a.range] != sentence[b.range]
        }
        let middle = words.count / 2
        return pairs.sorted { (abs($0 + 1 - middle), $0) < (abs($1 + 1 - middle), $1) }.prefix(mostOfKind).map { first in
            let (a, b) = (words[first].range, words[first + 1].range)
            return sentence[..<a.lowerBound] + sentence[b] + sentence[a.upperBound..<b.lowerBound] + sentence[a] + sentence[b.upperBound...]
        }.map { String($0) }
    }

    private struct Word {
        let range: Range<String.Index>
        /// Lower-case letters outside quotation marks: no name, number, quote or punctuation, all of which may be claims.
        let isPlain: Bool
    }

    private static func words(_ sentence: String) -> [Word] {
        let quoted = PunctuationPlaces.quoted(sentence)
        return sentence.split(whereSeparator: \.isWhitespace).map { word in
            let range = word.startIndex..<word.endIndex
            return Word(range: range, isPlain: word.allSatisfy { $0.isLowercase && $0.isLetter } && !quoted.contains(word.startIndex))
        }
    }

    private static func repunctuated(_ sentence: String) -> [String] {
        PunctuationPlaces(sentence).places.prefix(mostOfKind).flatMap { place in
            place.alternatives.map { sentence[..<place.range.lowerBound] + $0 + sentence[place.range.upperBound...] }
        }
    }

    /// The text without one sentence, those closest in length first.
    private static func deletions(_ segments: ExplanationSegments, _ others: [Int], _ spared: Int?) -> [String] {
        guard let spared else { return [] }
        let sentences = segments.sentences, wanted = sentences[spared].count
        let alike = others.filter { sentences[$0].count * 2 >= wanted && sentences[$0].count <= wanted * 2 }
        return alike.sorted { (abs(sentences[$0].count - wanted), $0) < (abs(sentences[$1].count - wanted), $1) }.prefix(mostOfKind).map {
            segments.removing($0)
        }
    }
}

/// Where the punctuation of a sentence can change without a word being touched: its final stop, and the commas outside quotation marks.
struct PunctuationPlaces {
    struct Place {
        let range: Range<String.Index>
        /// What may stand there instead.
        let alternatives: [String]
    }

    /// The final stop first, then the commas in their order.
    let places: [Place]

    /// - Parameter sentence: without white space behind it.
    init(_ sentence: String) {
        var places: [Place] = []
        if sentence.hasSuffix("."), !sentence.hasSuffix("..") {
            places.append(Place(range: sentence.index(before: sentence.endIndex)..<sentence.endIndex, alternatives: ["", ";"]))
        }
        let quoted = Self.quoted(sentence)
        for comma in sentence.indices where sentence[comma] == "," && !quoted.contains(comma) {
            let next = sentence.index(after: comma)
            // The comma of 1,000 is no punctuation.
            guard next < sentence.endIndex, sentence[next].isWhitespace else { continue }
            places.append(Place(range: comma..<next, alternatives: ["", ";"]))
        }
        self.places = places
    }

    /// What stands between double quotation marks, the marks included.
    static func quoted(_ sentence: String) -> Set<String.Index> {
        var places: Set<String.Index> = []
        var isQuoted = false
        for index in sentence.indices {
            let character = sentence[index]
            if character == "“" || (character == "\"" && !isQuoted) {
                isQuoted = true
                places.insert(index)
            } else if isQuoted {
                places.insert(index)
                if character == "”" || character == "\"" { isQuoted = false }
            }
        }
        return places
    }
}
