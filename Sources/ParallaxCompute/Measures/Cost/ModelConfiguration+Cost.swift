extension ModelConfiguration {
    /// V·d.
    var embeddingParameters: Double { Double(vocabularySize) * Double(hiddenSize) }

    /// Weights of one block's matrices: queries, keys, values, output; gate, up and down.
    private var matrixParametersOfBlock: Double {
        let d = Double(hiddenSize), queries = Double(headCount) * Double(headSize), keys = Double(keyValueHeadCount) * Double(headSize)
        return d * (2 * queries + 2 * keys) + 3 * d * Double(intermediateSize)
    }

    /// Of all blocks, with norms and biases.
    var blocksParameters: Double {
        let d = Double(hiddenSize), queries = Double(headCount) * Double(headSize), keys = Double(keyValueHeadCount) * Double(headSize)
        let biases = (attentionHasBias ? queries + 2 * keys + d : 0) + (mlpHasBias ? 2 * Double(intermediateSize) + d : 0)
        return Double(blockCount) * (matrixParametersOfBlock + 2 * d + biases)
    }

    /// Of the tokens at these positions of one sequence through all blocks; the keys and values before them exist already.
    func blocksFLOPs(positions: Range<Int>) -> Double {
        // A token at position t attends to t + 1 positions.
        let pairs = (Double(positions.upperBound) * Double(positions.upperBound + 1) - Double(positions.lowerBound) * Double(positions.lowerBound + 1)) / 2
        let attention = 4 * Double(headCount) * Double(headSize) * pairs
        return Double(blockCount) * (2 * matrixParametersOfBlock * Double(positions.count) + attention)
    }
}
