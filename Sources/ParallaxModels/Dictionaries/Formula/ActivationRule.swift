/// The rule that decides which features are active, given their pre-activations p.
public enum ActivationRule: Sendable, Equatable {
    /// f = relu(p)
    case relu
    /// The k largest p, then relu: at most k features.
    case topK(Int)
    /// f = p where p > threshold and p > 0. One threshold a feature.
    case jumpReLU
    /// The features in consecutive groups; of each its largest, then relu (EleutherAI's groupmax).
    case groupMax(groups: Int)
    /// With e = u W_enc: f = relu(exp(r_mag) e + b_mag) where e + b_gate > 0.
    case gated
}

/// What the norms of the decoder's rows have to do with activity.
public enum DecoderNormUse: Sendable, Equatable {
    case none
    /// Features are chosen by p‖d_i‖, and their activations are p.
    case selection
    /// Features are chosen by p‖d_i‖, and that is their activation: what it multiplies is d_i/‖d_i‖.
    case activation
}

/// The three vectors of a gated dictionary, each `[featureCount]`.
struct FeatureGate: Sendable {
    /// b_gate
    let bias: [Float]
    /// exp(r_mag)
    let magnitudeScale: [Float]
    /// b_mag
    let magnitudeBias: [Float]
}
