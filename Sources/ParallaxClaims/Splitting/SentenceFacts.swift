/// What the conditions of classes ask of a sentence.
struct SentenceFacts {
    private let sentence: ClaimSentence
    private let words: [TextWords.Word]
    private let stems: [String]
    /// The first name and the first number, in UTF-8 bytes of the sentence.
    private let name: Range<Int>?
    private let number: Range<Int>?
    /// Whether all its letters and digits stand in quotation marks.
    let isNothingButQuotes: Bool

    init(_ sentence: ClaimSentence, quoted spans: [QuotedSpans.Span]) {
        self.sentence = sentence
        // What is quoted is the document's; names in it are not the sentence's own.
        var span = 0
        words = TextWords(sentence.text).words.filter { word in
            while span < spans.count, spans[span].range.upperBound <= word.range.lowerBound { span += 1 }
            return span == spans.count || word.range.lowerBound < spans[span].range.lowerBound
        }
        isNothingButQuotes = words.isEmpty
        stems = WordStems.all(words)
        name = Self.name(words, in: sentence.text)
        number = words.first { NumberWords.isNumber($0.text) }?.range
    }

    func fulfil(_ condition: ClaimCondition) -> Bool {
        switch condition {
        case .quoted: false
        case .firstSentence: sentence.isFirst
        case .lastParagraph: sentence.isInLastParagraph
        case .name: name != nil
        case .number: number != nil
        case .stems(let phrase): stems.holds(phrase)
        case .anything: true
        }
    }

    /// What the sentence states, where the condition is about a part of it.
    func place(of condition: ClaimCondition) -> Range<Int>? {
        switch condition {
        case .name: name
        case .number: number
        default: nil
        }
    }

    /// The first run of words in capitals. A single one at the beginning of the sentence is none: every sentence begins with a capital letter.
    private static func name(_ words: [TextWords.Word], in sentence: String) -> Range<Int>? {
        var index = 0
        while index < words.count {
            guard isCapital(words[index]) else {
                index += 1
                continue
            }
            let first = index
            while index + 1 < words.count, isCapital(words[index + 1]),
                sentence.bytes(words[index].range.upperBound..<words[index + 1].range.lowerBound) == " "
            { index += 1 }
            if first > 0 || index > first { return words[first].range.lowerBound..<words[index].range.upperBound }
            index += 1
        }
        return nil
    }

    private static func isCapital(_ word: TextWords.Word) -> Bool { word.text.first?.isUppercase == true && word.text != "I" }
}
