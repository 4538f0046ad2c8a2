import ParallaxCompute

/// The values that are tried in one claim's place, one after the other. They stay those of the text in which the first was exchanged,
/// whatever the tests find for the texts on the way.
public struct ClaimSwap: Equatable, Sendable {
    public let text: String
    public let claim: Claim
    /// The stated one first.
    public let values: [String]
    public private(set) var index = 0

    /// Nil where the claim states no value that could be exchanged or there is no other.
    public init?(_ evidence: ClaimEvidence, in text: String) {
        guard let stated = evidence.claim.value, evidence.claim.valueRange != nil else { return nil }
        let others = evidence.candidates.map(\.value).filter { $0 != stated }
        guard !others.isEmpty else { return nil }
        self.text = text
        claim = evidence.claim
        values = [stated] + others
    }

    /// The text with the value at `index` in the claim's place.
    public var changed: String { index == 0 ? text : ExplanationEdits.replacing(claim, with: values[index], in: text) }

    mutating func advance() { index = (index + 1) % values.count }

    mutating func choose(_ value: String) { index = values.firstIndex(of: value) ?? index }
}
