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
