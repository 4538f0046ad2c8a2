/// Which tokens a direction of the residual stream, such as a decoder row, speaks for directly: W_U · (γ ⊙ d), where γ is the
/// final norm's weight and W_U the unembedding (logit attribution of a feature, as Neuronpedia's "positive and negative logits").
///
///     let lens = DirectionLens(model: model)
///     try lens?.tokens(Rows(dictionary.decoderRow(7)), top: 5)[0].promoted
///
/// Where the final norm is a layer norm, the direction's own mean is out before γ, as the norm takes it out. Logits are those before any
/// soft cap, which keeps their order. Nothing else is centred: the mean over the vocabulary shifts all logits of a direction alike,
/// which the order of tokens does not see. What later blocks do with the direction is left out.
public struct DirectionLens: Sendable {
    private let head: LanguageModel.Head

    /// nil for a model without unembedding.
    public init?(model: LanguageModel) {
        guard let head = model.head else { return nil }
        self.head = head
    }

    /// - Parameters:
    ///   - directions: `[n, d]`, of any length: twice as long a direction promotes the same tokens.
    ///   - top: Tokens in each list, at most.
    /// - Returns: One entry a direction; a direction of zeros promotes nothing.
    /// - Throws: `Complaint` for directions of another width than the model's; `CancellationError`.
    public func tokens(_ directions: Rows, top: Int, cancellation: Cancellation? = nil) throws -> [PromotedTokens] {
        let width = head.norm.weight.count, vocabulary = head.unembedding.outputs
        guard directions.width == width else {
            throw Complaint(
                "directions", expected: "vectors of \(width), the model's width", found: "vectors of \(directions.width)", remedy: "use a dictionary of this model")
        }
        guard top >= 0 else { throw Complaint("top tokens", expected: "0 or more", found: "\(top)", remedy: "give another number") }
        var results: [PromotedTokens] = []
        results.reserveCapacity(directions.count)
        for range in LogitBlocks.ranges(of: directions.count, vocabulary: vocabulary) {
            try cancellation?.check()
            var scaled = directions.slice(range)
            head.norm.turn(&scaled)
            var effects = head.unembedding.apply(scaled)
            for row in 0..<effects.count { results.append(Self.extremes(&effects, row, top: min(top, vocabulary))) }
        }
        return results
    }

    /// Turns the signs of the row.
    private static func extremes(_ effects: inout Rows, _ row: Int, top: Int) -> PromotedTokens {
        let range = row * effects.width..<(row + 1) * effects.width
        return effects.values.withUnsafeMutableBufferPointer { values in
            let own = UnsafeMutableBufferPointer(rebasing: values[range])
            let high = TopSelection.largestPositive(top, of: UnsafeBufferPointer(own))
            for i in own.indices { own[i] = -own[i] }
            let low = TopSelection.largestPositive(top, of: UnsafeBufferPointer(own))
            return PromotedTokens(promoted: high.map(\.index), suppressed: low.map(\.index), raised: high.map(\.value), lowered: low.map { -$0.value })
        }
    }
}
