import Foundation

/// Description lengths of one sparse code, in bits: `active` of `features` are on, each coefficient in `coefficientBits`.
public enum CodeLength {
    /// L0 (log2 n + B).
    public static func naive(active: Int, features: Int, coefficientBits: Double) -> Outcome {
        refused(active, features, coefficientBits) ?? Outcome(Double(active) * (log2(Double(features)) + coefficientBits))
    }

    /// log2 C(n, L0) + log2(n + 1) + L0·B: which features, how many of them (uniform over 0…n), and their coefficients.
    public static func set(active: Int, features: Int, coefficientBits: Double) -> Outcome {
        refused(active, features, coefficientBits)
            ?? Outcome(log2Choose(features, active) + log2(Double(features) + 1) + Double(active) * coefficientBits)
    }

    /// log2 of the binomial coefficient C(n, k); 0 outside 0…n.
    public static func log2Choose(_ n: Int, _ k: Int) -> Double {
        guard k > 0, k < n else { return 0 }
        // lgamma differences cancel for large n and small k; a product of min(k, n − k) quotients does not.
        let terms = min(k, n - k)
        if terms <= 4096 { return (0..<terms).reduce(0) { $0 + log2(Double(n - $1) / Double($1 + 1)) } }
        return (lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)) / M_LN2
    }

    private static func refused(_ active: Int, _ features: Int, _ coefficientBits: Double) -> Outcome? {
        guard features > 0, (0...features).contains(active) else { return .undefined("\(active) active features of \(features)") }
        guard coefficientBits >= 0, coefficientBits.isFinite else { return .undefined("\(coefficientBits) bits a coefficient") }
        return nil
    }
}

/// The reference under which a text is coded: bits of text mean nothing without it.
public enum TextReference: Sendable, Equatable {
    /// The verbalizer with a null injection (the mean vector), by its name.
    case nullInjection(verbalizer: String)
    /// The base language model, by its name.
    case languageModel(String)
    /// Every token alike.
    case uniform(vocabulary: Int)

    public var name: String {
        switch self {
        case .nullInjection(let verbalizer): "\(verbalizer) with a null injection"
        case .languageModel(let name): "the language model \(name)"
        case .uniform(let vocabulary): "uniform over \(vocabulary) tokens"
        }
    }
}

/// Description length of an explanation in bits.
public enum TextLength {
    /// −Σ_t log2 r(z_t | z_<t).
    /// - Parameter logProbabilities: natural logarithms, of every token of the text with the stop token.
    public static func bits(logProbabilities: [Double]) -> Outcome {
        guard logProbabilities.allSatisfy({ $0 <= 0 }) else { return .undefined("log-probabilities that are NaN or above 0") }
        return Outcome(-logProbabilities.reduce(0, +) / M_LN2, orUndefined: "infinite: the reference cannot say this text")
    }

    /// T log2 V, under the uniform reference.
    public static func uniformBits(tokens: Int, vocabulary: Int) -> Outcome {
        guard tokens >= 0, vocabulary > 0 else { return .undefined("\(tokens) tokens of a vocabulary of \(vocabulary)") }
        return Outcome(Double(tokens) * log2(Double(vocabulary)))
    }

    /// log2 AV(z|h) − log2 r(z), from natural logarithms of whole texts.
    ///
    /// For z sampled at temperature 1 its mean is an upper bound of the information about h; for greedy text it is a score.
    public static func information(givenActivation: Double, reference: Double) -> Outcome {
        Outcome((givenActivation - reference) / M_LN2, orUndefined: "a log-probability that is not finite")
    }

    /// What to call `information`.
    public static func informationName(temperature: Double) -> String {
        temperature == 1 ? "information (upper bound, in the mean)" : "information score (not sampled at T = 1)"
    }
}
