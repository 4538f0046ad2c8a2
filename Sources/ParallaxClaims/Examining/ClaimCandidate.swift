/// Something that could stand in a claim's place, and the explanation with it there.
struct ClaimCandidate: Sendable {
    /// The claim as it would be; for the first candidate, as it is.
    let claim: Claim
    /// The same, prepared for being looked for.
    let sought: SoughtClaim
    /// The whole explanation with it.
    let text: String
    /// The explanation up to the end of the claim.
    let opening: String

    init(claim: Claim, text: String, opening: String) {
        self.claim = claim
        sought = SoughtClaim(claim)
        self.text = text
        self.opening = opening
    }

    var value: String { claim.value ?? claim.text }
}
