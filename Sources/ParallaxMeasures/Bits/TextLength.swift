import Foundation

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
