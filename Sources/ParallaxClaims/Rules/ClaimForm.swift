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
        guard parts.count == 2, text.utf8.count > Self.place.utf8.count, text.utf8.count <= Self.longest, !text.contains(where: \.isNewline)
        else { return nil }
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

/// One class of claims: how its sentences are recognised and what they may state.
public struct ClaimClass: Sendable, Equatable {
    /// Values that may stand for each other without another sentence becoming false: "a lost key", "a lost lantern".
    public struct Family: Sendable, Equatable {
        public let name: String
        public let values: [String]

        public init(name: String = "", values: [String]) {
            self.name = name
            self.values = values
        }
    }

    public let name: String
    public let kind: ClaimKind
    public let forms: [ClaimForm]
    /// A plain list is one family; none where anything may be stated and nothing is known beforehand.
    public let families: [Family]
    /// Whether only the listed values make a sentence of a form one of this class.
    public let isClosed: Bool
    /// For sentences that no form reads; one is enough.
    public let conditions: [ClaimCondition]

    private let known: Set<String>

    public init(
        name: String, kind: ClaimKind, forms: [ClaimForm] = [], families: [Family] = [], isClosed: Bool = false,
        conditions: [ClaimCondition] = []
    ) {
        self.name = name
        self.kind = kind
        self.forms = forms
        self.families = families
        self.isClosed = isClosed
        self.conditions = conditions
        known = isClosed ? Set(families.flatMap(\.values)) : []
    }

    /// Whether a form of this class may state it.
    public func accepts(_ value: String) -> Bool { !isClosed || known.contains(value) }

    /// The values that may stand in the place of one: those of its family, all where it is in none.
    public func companions(of value: String) -> [String] {
        families.first { $0.values.contains(value) }?.values ?? families.flatMap(\.values)
    }
}

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
        ("quoted", .quoted), ("first sentence", .firstSentence), ("last paragraph", .lastParagraph), ("name", .name), ("number", .number),
        ("anything", .anything)
    ]
}

/// "a" or "an" before another word.
enum EnglishArticle {
    /// `start` with the article at its end, where it has one, as `value` wants it: "an" before a, e, i and o, and before u unless that
    /// sounds like "you".
    static func agreeing(_ start: String, before value: String) -> String {
        guard start.hasSuffix(" "), let first = value.first, first.isLetter else { return start }
        let words = start.dropLast()
        let wordStart = words.lastIndex { !$0.isLetter }.map { words.index(after: $0) } ?? words.startIndex
        let word = words[wordStart...]
        guard let letter = word.first, ["a", "an"].contains(word.lowercased()) else { return start }
        return String(words[..<wordStart]) + String(letter) + (beginsWithVowel(value) ? "n " : " ")
    }

    private static func beginsWithVowel(_ word: String) -> Bool {
        let start = word.prefix(3).lowercased()
        guard let first = start.first else { return false }
        return first == "u" ? !["uni", "use", "usu", "uti"].contains(start) : "aeio".contains(first)
    }
}
