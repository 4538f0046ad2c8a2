/// The logit lens: the final norm and the unembedding applied to a residual state of any site (nostalgebraist, 2020).
///
///     let readings = try LogitLens(model: model).read(states, ids: ids, top: 5, cancellation: cancellation)
///     readings[20].rank      // of token 21 of the document
///
/// At the last site it is what the model says. Before that it is a reading that the model never made: the blocks between are
/// skipped, and early states need not be written in the unembedding's directions.
public struct LogitLens: Sendable {
    private let model: LanguageModel

    public init(model: LanguageModel) { self.model = model }

    /// - Parameters:
    ///   - rows: `[T, d]`, states of one residual site.
    ///   - ids: The tokens that the rows belong to; row t is compared with token t + 1. There may be more tokens than rows.
    ///   - top: Tokens in each reading's list.
    /// - Returns: One reading a row.
    /// - Throws: `Complaint` for a model without unembedding, rows of another width or without a token, a token outside the
    ///   vocabulary, and a row that yields no distribution; `CancellationError`.
    public func read(_ rows: Rows, ids: [Int], top: Int, cancellation: Cancellation) throws -> [LensReading] {
        try model.checkUnembedding()
        guard rows.count <= ids.count else {
            throw Complaint("logit lens", expected: "a token for each of \(rows.count) rows", found: "\(ids.count) tokens", remedy: "give the tokens of these rows")
        }
        let vocabulary = model.configuration.vocabularySize
        try model.checkVocabulary(ids)
        guard top >= 0 else { throw Complaint("top tokens", expected: "0 or more", found: "\(top)", remedy: "give another number") }
        var readings: [LensReading] = []
        readings.reserveCapacity(rows.count)
        for range in LogitBlocks.ranges(of: rows.count, vocabulary: vocabulary) {
            try cancellation.check()
            let logits = try model.logits(rows.slice(range))
            for (row, reading) in zip(range, Self.readings(logits, first: range.lowerBound, ids: ids, top: top)) {
                guard let reading else {
                    throw Complaint("logit lens, row \(row)", expected: "finite logits", found: "none or NaN", remedy: "use activations of this model")
                }
                readings.append(reading)
            }
        }
        return readings
    }

    /// Of a block of logits whose first row is row `first` of all; nil where logits hold no distribution.
    private static func readings(_ logits: Rows, first: Int, ids: [Int], top: Int) -> [LensReading?] {
        var readings = [LensReading?](repeating: nil, count: logits.count)
        // Two exponentials a logit weigh some tens of multiplications.
        readings.withUnsafeMutableBufferPointer { readings in
            nonisolated(unsafe) let readings = readings
            ComputeThreads.share(logits.count, grain: 1, operations: 32 * logits.values.count) { range in
                for row in range {
                    let next = first + row + 1 < ids.count ? ids[first + row + 1] : nil
                    readings[row] = reading(logits.values[row * logits.width..<(row + 1) * logits.width], next: next, top: top)
                }
            }
        }
        return readings
    }

    private static func reading(_ logits: ArraySlice<Float>, next: Int?, top: Int) -> LensReading? {
        guard let p = NextTokenDistribution(logits: logits) else { return nil }
        var reading = LensReading(entropy: p.entropy, rank: nil, surprise: nil, top: p.topTokens(top))
        if let next {
            reading.rank = p.rank(of: next)
            let surprise = -p.logProbability(of: next)
            // −∞ logits: a masked token has no surprise that can be written down.
            reading.surprise = surprise.isFinite ? surprise : nil
        }
        return reading
    }
}
