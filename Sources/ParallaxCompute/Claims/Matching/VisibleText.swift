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
    public func share(of claim: Claim) -> Double {
        let stated = claim.value ?? claim.text
        let literal = FoldedText.of(stated)
        if claim.kind == .quote, folded.contains(literal) { return 1 }
        let wanted = Set(WordStems.content(stated))
        // Punctuation alone is only there or not.
        guard !wanted.isEmpty else { return !literal.isEmpty && folded.contains(literal) ? 1 : 0 }
        return Double(wanted.intersection(stems).count) / Double(wanted.count)
    }
}
