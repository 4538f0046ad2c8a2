import ParallaxCompute

/// A claim of which the person has said something, on its way to the log of verdicts.
public struct JudgedClaim: Hashable, Sendable {
    public var document: DocumentID
    public var position: Int
    public var verbalizer: VerbalizerID
    public var claim: Claim
    public var verdict: PersonVerdict.Verdict

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID, claim: Claim, verdict: PersonVerdict.Verdict) {
        self.document = document
        self.position = position
        self.verbalizer = verbalizer
        self.claim = claim
        self.verdict = verdict
    }
}
