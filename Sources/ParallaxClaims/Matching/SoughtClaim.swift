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
