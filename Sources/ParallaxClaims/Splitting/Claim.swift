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

/// What a person changed about how an explanation falls into claims. Ranges are those of claims, in UTF-8 bytes of the explanation.
public enum ClaimEdit: Hashable, Sendable, Codable {
    /// The claim and the next one behind it are one.
    case join(Range<Int>)
    /// The claim is two, the second from `at` on.
    case split(Range<Int>, at: Int)
    case notAClaim(Range<Int>)
    /// The claim is of this class.
    case reclass(Range<Int>, String)
}

/// Claims with a person's edits.
struct EditedClaims {
    private var claims: [Claim]
    private let explanation: String
    private let rules: ClaimRules

    init(_ claims: [Claim], of explanation: String, rules: ClaimRules) {
        self.claims = claims
        self.explanation = explanation
        self.rules = rules
    }

    func applying(_ edits: [ClaimEdit]) -> [Claim] {
        var copy = self
        for edit in edits { copy.apply(edit) }
        return copy.claims
    }

    private mutating func apply(_ edit: ClaimEdit) {
        switch edit {
        case .join(let range): join(range)
        case .split(let range, let place): split(range, at: place)
        case .notAClaim(let range): claims.removeAll { $0.range == range }
        case .reclass(let range, let name):
            guard let index = claims.firstIndex(where: { $0.range == range }) else { return }
            claims[index].className = name
            claims[index].kind = rules[name]?.kind ?? claims[index].kind
        }
    }

    /// The class stays that of the first; two statements together have no single value.
    private mutating func join(_ range: Range<Int>) {
        guard let first = claims.firstIndex(where: { $0.range == range }),
            let second = claims[first...].firstIndex(where: { $0.range.lowerBound >= range.upperBound })
        else { return }
        let joined = range.lowerBound..<claims[second].range.upperBound
        guard let text = explanation.bytes(ifWhole: joined) else { return }
        claims[first] = Claim(range: joined, text: text, className: claims[first].className, kind: claims[first].kind)
        claims.remove(at: second)
    }

    /// Both halves are classed anew; quoted spans keep their own claims.
    private mutating func split(_ range: Range<Int>, at place: Int) {
        guard let index = claims.firstIndex(where: { $0.range == range }), range.lowerBound < place, place < range.upperBound,
            let start = explanation.bytes(ifWhole: range.lowerBound..<place),
            let end = explanation.bytes(ifWhole: place..<range.upperBound),
            let first = ClaimSentence(start, at: range.lowerBound, isFirst: index == 0), let second = ClaimSentence(end, at: place),
            first.saysSomething, second.saysSomething
        else { return }
        let halves = [first, second].flatMap { rules.claims(in: $0) }
        let kept = claims.filter { $0.range != range && !halves.map(\.range).contains($0.range) }
        claims = (kept + halves).sorted { ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound) }
    }
}
