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
        let pairs = (Double(positions.upperBound) * Double(positions.upperBound + 1) - Double(positions.lowerBound) * Double(positions.lowerBound + 1)) / 2
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
