/// What it takes to turn a code into a vector (or, where it says so, a vector into a code): the size that no count of bits shows.
///
/// A multiplication and an addition are two FLOPs. Norms, softmax, activation functions, rotary embedding and look-ups of embeddings are
/// left out, as usual (Kaplan et al., "Scaling Laws for Neural Language Models", 2020, section 2.1; Hoffmann et al., "Training
/// Compute-Optimal Large Language Models", 2022, appendix F): they are below a percent at the sizes of real models.
public struct DecoderCost: Sendable, Codable, Equatable {
    /// Numbers that must be stored, whether or not one activation needs all of them.
    public let parameters: Double
    /// For one activation.
    public let flops: Double
    /// What the two figures are of, where the name of the method does not say it.
    public let note: String?

    public init(parameters: Double, flops: Double, note: String? = nil) {
        self.parameters = parameters
        self.flops = flops
        self.note = note
    }

    /// μ: nothing is decoded.
    public static func mean(width d: Int) -> DecoderCost {
        DecoderCost(parameters: Double(d), flops: 0)
    }

    /// μ + Σ_k c_k u_k: d(k + 1) parameters; 2kd FLOPs, and d for μ.
    public static func principalComponents(rank k: Int, width d: Int) -> DecoderCost {
        DecoderCost(parameters: Double(d) * Double(k + 1), flops: Double(d) * Double(2 * k + 1))
    }

    /// Σ f_i d_i + b_dec over the active features, as it is computed here: d(n + 1) parameters; 2·L0·d FLOPs, and d for b_dec.
    /// - Parameters:
    ///   - features: n, d_sae.
    ///   - l0: active features, in the mean where it is of many activations.
    public static func dictionary(features n: Int, width d: Int, l0: Double) -> DecoderCost {
        DecoderCost(parameters: Double(d) * Double(n + 1), flops: Double(d) * (2 * l0 + 1), note: "reads the rows of active features only")
    }

    /// The same by a product with the whole decoder, f W_dec + b_dec: 2nd FLOPs, and d for b_dec, whatever L0 is.
    public static func denseDictionary(features n: Int, width d: Int) -> DecoderCost {
        DecoderCost(parameters: Double(d) * Double(n + 1), flops: Double(d) * Double(2 * n + 1), note: "multiplies by the whole decoder")
    }

    /// An AR: embeddings, blocks and value head; a prompt of n tokens through the blocks, and the value head once.
    ///
    /// 2·(weights of the blocks)·n + attention + 2d² FLOPs. Attention: 2·(heads × head size) for a score and as many for its value,
    /// in every block, of every token with itself and those before it.
    /// - Parameters:
    ///   - promptTokens: n, the template's and the text's.
    ///   - cachedTokens: of them, those at the beginning whose keys and values are kept from an earlier text.
    public static func reconstructor(_ configuration: ModelConfiguration, promptTokens n: Int, cachedTokens: Int = 0) -> DecoderCost {
        let d = Double(configuration.hiddenSize)
        return DecoderCost(
            parameters: configuration.embeddingParameters + configuration.blocksParameters + d * d,
            flops: configuration.blocksFLOPs(positions: cachedTokens..<max(cachedTokens, n)) + 2 * d * d,
            note: cachedTokens > 0 ? "its first \(cachedTokens) tokens are computed once for all texts" : nil)
    }

    /// An AV that writes one text: what encoding costs, beside what decoding does. Prompt and text through the blocks, the unembedding once
    /// a generated token: 2·V·d each.
    /// - Parameters:
    ///   - promptTokens: before the first generated one.
    ///   - generatedTokens: with the stop token; the last one is chosen and never passed.
    ///   - cachedTokens: of the prompt, those at the beginning that are kept.
    public static func verbalizer(_ configuration: ModelConfiguration, promptTokens: Int, generatedTokens: Int, cachedTokens: Int = 0)
        -> DecoderCost
    {
        let (d, vocabulary) = (Double(configuration.hiddenSize), Double(configuration.vocabularySize))
        let passed = promptTokens + max(0, generatedTokens - 1)
        let unembedding = configuration.tiesEmbeddings ? 0 : configuration.unembeddingParameters
        return DecoderCost(
            // The final norm belongs to the unembedding.
            parameters: configuration.embeddingParameters + configuration.blocksParameters + configuration.normParameters + unembedding,
            flops: configuration.blocksFLOPs(positions: cachedTokens..<max(cachedTokens, passed)) + 2 * vocabulary * d
                * Double(generatedTokens),
            note: "writes the text: a cost of encoding")
    }
}

extension SparseAutoencoder {
    /// What decoding costs with that many active features.
    public func decoderCost(l0: Double) -> DecoderCost { .dictionary(features: featureCount, width: outputSize, l0: l0) }
}

extension ActivationReconstructor {
    /// What decoding a text costs: its prompt, of which the tokens before every text are computed once.
    public func decoderCost(of text: String) throws -> DecoderCost {
        let ids = try Self.ids(of: text, sidecar.template, tokenizer)
        let cached = ids.count > prefix.count && ids.starts(with: prefix) ? prefix.count : 0
        return .reconstructor(model.configuration, promptTokens: ids.count, cachedTokens: cached)
    }
}

extension ActivationVerbalizer {
    /// What writing a text costs: the marker and what follows it, and the generated tokens.
    public func encoderCost(generatedTokens: Int) -> DecoderCost {
        .verbalizer(
            model.configuration, promptTokens: prompt.ids.count, generatedTokens: generatedTokens, cachedTokens: prompt.markerPosition)
    }
}

extension ModelConfiguration {
    /// V·d.
    var unembeddingParameters: Double { Double(vocabularySize) * Double(hiddenSize) }

    /// V·d, and the table of positions where there is one.
    var embeddingParameters: Double { unembeddingParameters + (hasPositionTable ? Double(maximumPositions) * Double(hiddenSize) : 0) }

    /// Weights of one norm of the stream.
    var normParameters: Double { Double(hiddenSize) * (norm.kind == .layer ? 2 : 1) }

    /// Weights of one block's matrices: queries, keys, values, output; gate where there is one, up and down.
    private var matrixParametersOfBlock: Double {
        let d = Double(hiddenSize), queries = Double(headCount) * Double(headSize), keys = Double(keyValueHeadCount) * Double(headSize)
        return d * (2 * queries + 2 * keys) + (mlp.isGated ? 3 : 2) * d * Double(intermediateSize)
    }

    /// Of all blocks, with norms and biases.
    package var blocksParameters: Double {
        let d = Double(hiddenSize), queries = Double(headCount) * Double(headSize), keys = Double(keyValueHeadCount) * Double(headSize)
        let attentionBiases = (attention.projectionsHaveBias ? queries + 2 * keys : 0) + (attention.outputHasBias ? d : 0)
        let mlpBiases = mlp.hasBias ? (mlp.isGated ? 2 : 1) * Double(intermediateSize) + d : 0
        let norms = (norm.hasPostNorms ? 4 : 2) * normParameters + (attention.normsQueriesAndKeys ? 2 * Double(headSize) : 0)
        return Double(blockCount) * (matrixParametersOfBlock + norms + attentionBiases + mlpBiases)
    }

    /// Of the tokens at these positions of one sequence through all blocks; the keys and values before them exist already.
    func blocksFLOPs(positions: Range<Int>) -> Double {
        // A token at position t attends to t + 1 positions.
        let pairs =
            (Double(positions.upperBound) * Double(positions.upperBound + 1) - Double(positions.lowerBound)
                * Double(positions.lowerBound + 1)) / 2
        let attention = 4 * Double(headCount) * Double(headSize) * pairs
        return Double(blockCount) * (2 * matrixParametersOfBlock * Double(positions.count) + attention)
    }
}

extension LanguageModel {
    /// Products of a model below this many weights are too small to be shared by threads, so documents are.
    private static let small = 200_000_000.0

    /// Documents that are run at a time. A large model's products keep all threads busy by themselves, and its caches are large.
    package var sequencesTogether: Int {
        configuration.embeddingParameters + configuration.blocksParameters < Self.small ? ComputeThreads.count : 1
    }
}
