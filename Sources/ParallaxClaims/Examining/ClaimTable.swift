/// What was measured for the claims of one explanation and for everything else that could stand in their places.
///
/// All statistics are functions of this table and a candidate, so that the null draws are made exactly as the claim's own statistic is.
/// Indices are `[claim][candidate]`; candidate 0 is what the explanation states. What was not measured is empty.
struct ClaimTable: Sendable {
    var claims: [Claim] = []
    var candidates: [[ClaimCandidate]] = []

    /// What other samples of the AV state.
    var samples: [StatedClaims] = []
    var neighbours: [StatedClaims] = []
    /// Explanations of other documents' tokens.
    var elsewhere: [StatedClaims] = []
    var visibleText: VisibleText?
    /// What the AV says with the mean activation at the marker.
    var prior: [StatedClaims] = []
    /// What a writer who saw only the text says.
    var mimic: StatedClaims?

    /// cos(AR(z), h)
    var cosine: Double?
    /// cos(AR(z with the candidate), h)
    var cosines: [[Double]] = []
    /// cos(AR(z without the claim), h)
    var without: [Double] = []
    /// Root mean square of the change of the cosine under neutral edits of z; never 0.
    var noise: Double?
    /// log p_AV(claim | h), natural logarithm, of the ids behind those of the text before it.
    var logs: [[Double]] = []
    /// The same with the mean activation at the marker.
    var priorLogs: [[Double]] = []
    /// log p_AV(claim | h without the direction that the claim adds); nil for candidates that were not tried.
    var causalLogs: [[Double?]] = []
    /// Of the features that the candidate brings into AR(z), the share by activation that is active in h.
    var witnesses: [[Outcome]] = []
    /// Shapley values of the claims, and of sentences that belong to other explanations.
    var shapley: [Double] = []
    var shapleyDecoys: [Double] = []

    /// Candidates that are not what the explanation states.
    func others(_ claim: Int) -> Range<Int> { 1..<max(1, candidates[claim].count) }
}
