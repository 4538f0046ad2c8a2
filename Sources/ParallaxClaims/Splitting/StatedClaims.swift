/// What an explanation states, read once and asked often: whether another explanation's claim is among it.
public struct StatedClaims: Sendable {
    /// Its own claims.
    public let claims: [Claim]
    private let rules: ClaimRules
    private let values: [String: Set<String>]
    private let quotes: [String]
    private let sentences: [Set<String>]

    /// So much of the words of a claim in one sentence counts as saying it: paraphrases keep most words that mean something.
    public static let enough = 0.6

    public init(_ explanation: String, rules: ClaimRules) {
        self.rules = rules
        claims = rules.claims(of: explanation)
        var values: [String: Set<String>] = [:]
        for claim in claims { if let value = claim.value { values[claim.className, default: []].insert(FoldedText.of(value)) } }
        self.values = values
        quotes = claims.filter { $0.kind == .quote }.compactMap(\.value).map(FoldedText.of)
        sentences = claims.filter { $0.kind != .quote }.map { Set(WordStems.content($0.text)) }
    }

    /// Whether the explanation states the same.
    ///
    /// - A class with forms: a claim of this class has the same value, without regard to case.
    /// - A quotation: one holds the other and is at most twice as long.
    /// - Anything else: one sentence has the stems of at least 60 % of the claim's content words, and all of those of its value.
    func states(_ sought: SoughtClaim) -> Bool {
        if let value = sought.value, rules.hasForms(sought.className) { return values[sought.className]?.contains(value) == true }
        if sought.kind == .quote, let value = sought.value {
            return quotes.contains { quote in
                let (short, long) = quote.count < value.count ? (quote, value) : (value, quote)
                return short.count * 2 >= long.count && long.contains(short)
            }
        }
        guard !sought.stems.isEmpty else { return false }
        return sentences.contains { sentence in
            sought.valueStems.isSubset(of: sentence)
                && Double(sought.stems.count(where: sentence.contains)) >= Self.enough * Double(sought.stems.count)
        }
    }

    public func states(_ claim: Claim) -> Bool { states(SoughtClaim(claim)) }
}

/// A claim as it is looked for in explanations and texts, prepared once and looked for in many.
struct SoughtClaim: Sendable {
    let className: String
    let kind: ClaimKind
    /// Its value, folded; nil where it has none.
    let value: String?
    /// Of the content words of the whole claim.
    let stems: Set<String>
    /// Of all words of its value; empty where it has none.
    let valueStems: Set<String>
    /// What it states, folded: its value, or the whole claim.
    let stated: String
    /// Of the content words of what it states.
    let statedStems: Set<String>

    init(_ claim: Claim) {
        className = claim.className
        kind = claim.kind
        value = claim.value.map(FoldedText.of)
        stems = Set(WordStems.content(claim.text))
        valueStems = Set(claim.value.map(WordStems.all) ?? [])
        stated = value ?? FoldedText.of(claim.text)
        statedStems = claim.value.map { Set(WordStems.content($0)) } ?? stems
    }
}

extension ClaimRules {
    /// What could stand in a claim's place and is not what it states, each once: first what a person supplied, then what other claims of the
    /// class state, then the rest of the rules' list in an order that the seed decides.
    ///
    /// Where the class has families, values come from that of the claim's own. A claim of free text takes names for a name, numbers for a
    /// number, quotations for a quotation; one without a value takes whole sentences of its class.
    /// - Parameters:
    ///   - others: Claims of the AV's other samples, of other documents.
    ///   - supplied: By a person, taken as they are.
    public func alternatives(to claim: Claim, from others: [Claim], supplied: [String] = [], limit: Int, seed: UInt64) -> [String] {
        guard limit > 0 else { return [] }
        var seen: Set<String> = [FoldedText.of(claim.value ?? claim.text)]
        var found: [String] = []
        func take(_ values: some Sequence<String>) {
            for value in values where found.count < limit && !value.isEmpty && seen.insert(FoldedText.of(value)).inserted {
                found.append(value)
            }
        }
        take(supplied)
        let alike = others.lazy.filter { $0.className == claim.className }
        guard let value = claim.value else {
            take(alike.filter { $0.value == nil }.map(\.text))
            return found
        }
        let listed = self[claim.className].map { $0.companions(of: value) } ?? []
        if listed.isEmpty {
            let isNumber = NumberWords.isNumber(value)
            take(alike.compactMap(\.value).filter { NumberWords.isNumber($0) == isNumber || claim.kind == .quote })
        } else {
            let allowed = Set(listed)
            take(alike.compactMap(\.value).filter(allowed.contains))
            var stream = RandomStream(seed: seed, stream: 0)
            if found.count < limit { take(stream.shuffled(listed)) }
        }
        return found
    }
}

/// The text up to a position, read once: how much of what a claim states stands in it.
public struct VisibleText: Sendable {
    private let stems: Set<String>
    private let folded: String

    public init(_ text: String) {
        stems = Set(WordStems.all(text))
        folded = FoldedText.of(text)
    }

    /// 1 where a quotation stands in the text word for word; else the share of the content words of the claim's value, or of the claim where it
    /// has none, whose stems do. Numbers count in words and in digits alike.
    func share(of sought: SoughtClaim) -> Double {
        if sought.kind == .quote, folded.contains(sought.stated) { return 1 }
        // Punctuation alone is only there or not.
        guard !sought.statedStems.isEmpty else { return !sought.stated.isEmpty && folded.contains(sought.stated) ? 1 : 0 }
        return Double(sought.statedStems.count(where: stems.contains)) / Double(sought.statedStems.count)
    }

    public func share(of claim: Claim) -> Double { share(of: SoughtClaim(claim)) }
}

/// Text as it is compared: without regard to case, to how white space is written and to the shape of quotation marks.
enum FoldedText {
    static func of(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ").map { marks[$0] ?? $0 }.reduce(into: "") {
            $0.append($1)
        }
    }

    private static let marks: [Character: Character] = ["\"": "'", "“": "'", "”": "'", "‘": "'", "’": "'", "«": "'", "»": "'"]
}
