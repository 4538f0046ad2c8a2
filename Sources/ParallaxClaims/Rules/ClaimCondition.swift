/// What makes a sentence of free text one of a class.
public enum ClaimCondition: Hashable, Sendable {
    /// Not a sentence but the spans in quotation marks inside it, each a claim of its own.
    case quoted
    /// The first sentence of the explanation: there the published NLAs say what kind of text it is.
    case firstSentence
    /// A sentence of the last paragraph, where there are several: there they tell of the final token.
    case lastParagraph
    /// It holds a name: capital letters not explained by the beginning of the sentence.
    case name
    /// It holds a number, in digits or as a word from "two" on.
    case number
    /// It holds words with these stems in a row; `words(_:)` makes them.
    case stems([String])
    /// Any sentence.
    case anything

    /// It holds this word or these words in a row, whatever their endings.
    public static func words(_ phrase: String) -> ClaimCondition { .stems(WordStems.all(phrase)) }

    /// Those without a parameter, under the names that files give them.
    static let named: [(name: String, condition: ClaimCondition)] = [
        ("quoted", .quoted), ("first sentence", .firstSentence), ("last paragraph", .lastParagraph), ("name", .name), ("number", .number), ("anything", .anything),
    ]
}
