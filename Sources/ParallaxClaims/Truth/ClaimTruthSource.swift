/// Somebody who knows which claims are true: a world with known facts, or a person.
public protocol ClaimTruthSource: Sendable {
    /// Whether the text up to `position` of the document says so; nil where nobody knows.
    func isTrue(_ claim: Claim, document: String, position: Int) -> Bool?
}
