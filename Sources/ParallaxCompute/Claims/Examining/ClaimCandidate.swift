/// Something that could stand in a claim's place, and the explanation with it there.
struct ClaimCandidate: Sendable {
    /// The claim as it would be; for the first candidate, as it is.
    let claim: Claim
    /// The whole explanation with it.
    let text: String
    /// The explanation up to the end of the claim.
    let opening: String

    var value: String { claim.value ?? claim.text }
}
