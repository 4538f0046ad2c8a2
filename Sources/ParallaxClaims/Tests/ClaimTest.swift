/// The tests that a claim can be put to. Each gives one statistic, larger for claims that deserve belief, beside a null distribution.
///
/// The order is that in which they run: cheap and telling ones first.
public enum ClaimTest: String, Sendable, CaseIterable, Codable {
    /// Share of other samples of the AV, at temperature 1, that state the claim.
    case resampling
    /// Whether the visible text up to the position holds what the claim states. Never sees h.
    case context
    /// Share of the explanations of neighbouring positions that state it, less that of another document's.
    case recurrence
    /// log p_AV(stated value) less that of all candidates together: the AV's own posterior over what could stand there, natural logarithm.
    case likelihood
    /// cos(AR(z), h) less the best cosine with another candidate in its place, in units of the noise of neutral edits.
    case swap
    /// cos(AR(z), h) − cos(AR(z without the claim), h), in units of the noise of neutral edits.
    case deletion
    /// log p_AV(claim | h) − log p_AV(claim | mean vector): what the activation adds, natural logarithm.
    case information
    /// Of the features that the claim brings into AR(z), the share (by activation) that are active in h; both encoded apart, at ‖h‖.
    case witness
    /// log p_AV(claim | h) − log p_AV(claim | h without the claim's direction), natural logarithm.
    case causal
    /// Whether a writer who saw only the text says it: a supplied mimic text, or the language model asked over the prefix. Never sees h.
    case derivable
    /// The claim's Shapley value: its mean contribution to cos(AR, h) over orders in which claims are put together.
    case shapley

    /// Whether it reads the document's text; such tests say what a claim could be known from, not what h holds.
    public var readsText: Bool { self == .context || self == .derivable }
}
