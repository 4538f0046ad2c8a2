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
    public func states(_ claim: Claim) -> Bool {
        if let value = claim.value, rules.hasForms(claim.className) { return values[claim.className]?.contains(FoldedText.of(value)) == true }
        if claim.kind == .quote, let value = claim.value {
            let wanted = FoldedText.of(value)
            return quotes.contains { quote in
                let (short, long) = quote.count < wanted.count ? (quote, wanted) : (wanted, quote)
                return short.count * 2 >= long.count && long.contains(short)
            }
        }
        let wanted = Set(WordStems.content(claim.text)), value = Set(claim.value.map(WordStems.all) ?? [])
        guard !wanted.isEmpty else { return false }
        return sentences.contains { sentence in
            value.isSubset(of: sentence) && Double(wanted.intersection(sentence).count) >= Self.enough * Double(wanted.count)
        }
    }
}
