extension ClaimTest {
    /// What its statistic is, in the words that stand beside it on the screen.
    public var statistic: String {
        switch self {
        case .resampling: "share of other samples of the AV, at temperature 1, that state it"
        case .context: "whether the text up to the token holds it"
        case .recurrence: "share of the neighbouring tokens' explanations that state it, less that of another document's"
        case .likelihood: "log p under the AV, less that of all values together, nats"
        case .swap: "cos(AR(z), h) less the best with another value, in units of the noise of neutral edits"
        case .deletion: "cos(AR(z), h) less that without the claim, in units of the noise of neutral edits"
        case .information: "log p under the AV with h, less that with the mean vector, nats"
        case .witness: "of the features that it brings into AR(z), the share by activation that are active in h"
        case .causal: "log p under the AV with h, less that with the claim's direction taken out of h, nats"
        case .derivable: "whether a writer who saw only the text says it"
        case .shapley: "its mean share in cos(AR, h) over the orders in which the claims are put together"
        }
    }
}
