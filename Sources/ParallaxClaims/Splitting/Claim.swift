/// One statement of an explanation: a sentence, a quoted span, an item of a list.
public struct Claim: Hashable, Sendable {
    /// Where it stands in the explanation, as offsets of UTF-8 bytes; begins and ends at whole characters.
    public var range: Range<Int>
    /// The text at `range`, without white space around it.
    public var text: String
    /// The class that a rule gave it, or the person: "mood", "quote", "entity".
    public var className: String
    public var kind: ClaimKind
    /// What it states, as far as a rule tells: the part that a swap exchanges. "sad" of "The mood is sad."
    public var value: String?
    /// Where `value` stands in the explanation, as offsets of UTF-8 bytes, inside `range`.
    public var valueRange: Range<Int>?

    public init(range: Range<Int>, text: String, className: String, kind: ClaimKind, value: String? = nil, valueRange: Range<Int>? = nil) {
        self.range = range
        self.text = text
        self.className = className
        self.kind = kind
        self.value = value
        self.valueRange = valueRange
    }
}

/// What sort of thing a claim is about; published true rates differ most between these (theme 64 %, entity 28 %, detail 24 %).
public enum ClaimKind: String, Sendable, CaseIterable, Codable {
    /// The kind of text and its topic.
    case theme
    /// A name, a number, a place.
    case entity
    /// Anything else that is said of the text.
    case detail
    /// Words that are said to stand in the text.
    case quote
    /// What is said to come next.
    case next
}
