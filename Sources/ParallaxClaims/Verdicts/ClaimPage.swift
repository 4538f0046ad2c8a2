/// The claims of one explanation, tested. A value: the screen and the command print the same one.
public struct ClaimPage: Sendable, Equatable {
    /// The explanation as it was tested.
    public let explanation: String
    public var claims: [ClaimEvidence]
    /// F of the first 0, 1, 2 … sentences under the AR; empty where there is no AR.
    public var prefixCurve: [Outcome]
    /// Tests that did not run, and why.
    public var left: [ClaimTest: String]
    /// On what the probabilities and pooled nulls rest: nil without a calibration.
    public var calibration: String?
    /// Why the workspace's calibration does not hold for this text; nil where it does, and without one.
    public var misfit: String?
    /// Forward passes that were made, counted as texts through the AV and the AR.
    public var runs: ClaimBudget

    public init(explanation: String, claims: [ClaimEvidence], prefixCurve: [Outcome], left: [ClaimTest: String], calibration: String?, runs: ClaimBudget) {
        self.explanation = explanation
        self.claims = claims
        self.prefixCurve = prefixCurve
        self.left = left
        self.calibration = calibration
        self.runs = runs
    }
}
