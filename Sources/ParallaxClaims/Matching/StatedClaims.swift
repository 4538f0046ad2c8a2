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
            sought.valueStems.isSubset(of: sentence) && Double(sought.stems.count(where: sentence.contains)) >= Self.enough * Double(sought.stems.count)
        }
    }

    public func states(_ claim: Claim) -> Bool { states(SoughtClaim(claim)) }
}
