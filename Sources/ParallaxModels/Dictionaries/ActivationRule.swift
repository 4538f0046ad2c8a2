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

/// The active features of one row by an ``ActivationRule``, found block by block of its pre-activations.
struct FeatureSelection {
    typealias Entry = TopSelection.Entry

    private var top: TopSelection?
    /// Of each group its largest so far, feature -1 where none is positive.
    private var winners: [Entry] = []
    private var found: [Entry] = []

    init(_ rule: ActivationRule) {
        switch rule {
        case .topK(let k): top = TopSelection(limit: k)
        case .groupMax(let groups): winners = [Entry](repeating: (0, -1), count: groups)
        case .relu, .jumpReLU, .gated: break
        }
    }

    /// Takes the pre-activations of the features from `first` on.
    mutating func offer(_ p: UnsafeBufferPointer<Float>, from first: Int, of dictionary: SparseAutoencoder) {
        switch dictionary.configuration.rule {
        case .topK: top?.offerPositive(p, from: first)
        case .relu: for i in p.indices where p[i] > 0 { found.append((p[i], first + i)) }
        case .jumpReLU:
            dictionary.thresholds.withUnsafeBufferPointer { thresholds in
                for i in p.indices where p[i] > 0 && p[i] > thresholds[first + i] { found.append((p[i], first + i)) }
            }
        case .groupMax:
            let size = dictionary.featureCount / winners.count
            for i in p.indices where p[i] > winners[(first + i) / size].value { winners[(first + i) / size] = (p[i], first + i) }
        case .gated:
            guard let gate = dictionary.gate else { return }
            for i in p.indices where p[i] + gate.bias[first + i] > 0 {
                let magnitude = gate.magnitudeScale[first + i] * p[i] + gate.magnitudeBias[first + i]
                if magnitude > 0 { found.append((magnitude, first + i)) }
            }
        }
    }

    /// Highest first, of equal ones the lower feature first.
    var entries: [Entry] { top?.sorted ?? (found + winners.filter { $0.index >= 0 }).sorted(by: TopSelection.precedes) }
}

/// What a dictionary does to an activation before it encodes it, and undoes after decoding (SAELens' `normalize_activations`; the others'
/// by the same formulas).
public enum InputNormalisation: Sendable, Equatable {
    case none
    /// u = x · factor, y = (…) / output. SAELens' `expected_average_only_in` with factor = √d / mean‖x‖ of the training activations, and the
    /// data set's average norms of Llama Scope, whose transcoders have another one at their output.
    case scaled(by: Float, output: Float)
    /// `constant_norm_rescale`: u = x · √d / ‖x‖ of this row.
    case constantNorm
    /// `layer_norm`: u = (x − μ) / (σ + 10⁻⁵) with the row's mean and unbiased standard deviation; undone as y·σ + μ.
    case layerNorm

    private static let layerNormEpsilon = 1e-5

    /// Normalises one row in place.
    /// - Returns: what undoes it: y = u · scale + shift. Both are NaN for a row that is not finite, so that its reconstruction is not
    ///   taken for a figure; a zero row under `constantNorm` has no direction, stays zero and is reconstructed as zero.
    func apply(to row: UnsafeMutableBufferPointer<Float>) -> (scale: Float, shift: Float) {
        guard row.allSatisfy(\.isFinite) else { return (.nan, .nan) }
        switch self {
        case .none:
            return (1, 0)
        case .scaled(let factor, let output):
            multiply(row, by: factor)
            return (1 / output, 0)
        case .constantNorm:
            let norm = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm > 0 else { return (0, 0) }
            let factor = Double(row.count).squareRoot() / norm
            multiply(row, by: Float(factor))
            return (Float(1 / factor), 0)
        case .layerNorm:
            let mean = row.reduce(0.0) { $0 + Double($1) } / Double(row.count)
            let squares = row.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
            let deviation = (squares / Double(row.count - 1)).squareRoot()
            for i in row.indices { row[i] = Float((Double(row[i]) - mean) / (deviation + Self.layerNormEpsilon)) }
            return (Float(deviation), Float(mean))
        }
    }

    private func multiply(_ row: UnsafeMutableBufferPointer<Float>, by factor: Float) {
        for i in row.indices { row[i] *= factor }
    }
}

extension InputNormalisation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "input as it is"
        case .scaled(let factor, let output): "input times \(factor)" + (output == factor ? "" : ", output divided by \(output)")
        case .constantNorm: "each input scaled to norm √d"
        case .layerNorm: "each input layer-normalised"
        }
    }
}
