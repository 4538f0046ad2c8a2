import Foundation

/// How an explanation falls into claims and what class each is of: stated rules, in order, that a person can edit.
///
///     let rules = try ClaimRules.open(url)
///     rules.claims(of: "A letter. The mood is sad.").map(\.className)    // ["genre", "mood"]
///
/// A sentence is of the first class that has a form that reads it, with a value that the class accepts; else of the first class with a
/// condition that holds; else it is `unparsed`. A class may stand several times in the list.
public struct ClaimRules: Sendable, Equatable {
    public let classes: [ClaimClass]

    /// The class of sentences that fit nothing; its kind is `detail`.
    public static let unparsed = "unparsed"

    public init(classes: [ClaimClass]) { self.classes = classes }

    /// Reads rules: YAML of our own form, or the `claims.json` of a world with known facts (`slots`, `order`; the forms are used, not the
    /// regular expressions beside them).
    /// - Throws: `Complaint` where the file cannot be read, is too large, or makes no sense; rules are used whole or not at all.
    public static func open(_ url: URL) throws -> ClaimRules {
        let file = try MappedFile(url.path)
        let first = file.bytes.dropFirst(LineIndex.byteOrderMark(file.bytes)).first { $0 > 0x20 }
        return try first == UInt8(ascii: "{") ? ClaimSlotsFile(url, file).rules() : ClaimRulesFile(url).rules()
    }

    /// The first class of that name.
    public subscript(name: String) -> ClaimClass? { classes.first { $0.name == name } }

    /// Names of the classes, each once, in order.
    public var names: [String] {
        var seen: Set<String> = []
        return classes.map(\.name).filter { seen.insert($0).inserted }
    }

    /// Whether sentences of this class have a form, so that what they state is known exactly.
    public func hasForms(_ name: String) -> Bool { classes.contains { $0.name == name && !$0.forms.isEmpty } }
}

extension ClaimRules {
    /// For free English explanations, as the published NLAs write them: what kind of text it is, quoted words, names and numbers, and a last
    /// paragraph about the final token and what it expects.
    public static let standard = ClaimRules(classes: [
        ClaimClass(name: "quote", kind: .quote, conditions: [.quoted]),
        ClaimClass(name: "theme", kind: .theme, conditions: [.firstSentence]),
        ClaimClass(
            name: "next", kind: .next,
            conditions: [.lastParagraph]
                + [
                    "final token", "last token", "final word", "next", "expect", "anticipate", "predict", "likely to follow", "will follow",
                    "continuation", "mid-sentence"
                ].map {
                    .words($0)
                }),
        ClaimClass(name: "entity", kind: .entity, conditions: [.name, .number]),
        ClaimClass(
            name: "theme", kind: .theme,
            conditions: [
                "genre", "kind of text", "type of text", "document", "article", "story", "essay", "poem", "novel", "recipe", "letter",
                "email", "dialogue", "conversation", "code",
                "source code", "script", "report", "review", "tutorial", "forum", "blog", "news", "textbook", "topic", "subject matter"
            ].map { .words($0) }),
        ClaimClass(name: "detail", kind: .detail, conditions: [.anything])
    ])
}

extension ClaimRules {
    /// Tells rules apart: a calibration holds for the classes that it learnt.
    public var fingerprint: String {
        let lines = classes.map { own in
            let forms = own.forms.map(\.text), values = own.families.map { $0.name + "=" + $0.values.joined(separator: ",") }
            return "\(own.name) \(own.kind.rawValue) \(own.isClosed) \(forms) \(values) \(own.conditions.map { "\($0)" })"
        }
        return "\(Fingerprint(bytes: lines.joined(separator: "\n").utf8))"
    }
}

/// How much of a rules file is read before it is refused: files are somebody else's.
enum ClaimRulesLimits {
    static let largestFile = 16 << 20
    static let classes = 256
    static let formsOfClass = 64
    static let wordsOfClass = 256
    static let values = 100_000
    static let longestValue = 500
    static let longestName = 64
}
