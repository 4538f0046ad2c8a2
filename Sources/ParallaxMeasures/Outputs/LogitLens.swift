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
            throw Complaint(
                "logit lens", expected: "a token for each of \(rows.count) rows", found: "\(ids.count) tokens",
                remedy: "give the tokens of these rows")
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
                    throw Complaint(
                        "logit lens, row \(row)", expected: "finite logits", found: "none or NaN", remedy: "use activations of this model")
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
                "directions", expected: "vectors of \(width), the model's width", found: "vectors of \(directions.width)",
                remedy: "use a dictionary of this model")
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
            return PromotedTokens(
                promoted: high.map(\.index), suppressed: low.map(\.index), raised: high.map(\.value), lowered: low.map { -$0.value })
        }
    }
}

/// Rows taken at a time where logits are made, so that memory grows neither with the document nor with the vocabulary.
package enum LogitBlocks {
    /// Logits held at once: 16 MB.
    private static let largest = 4 << 20

    package static func ranges(of count: Int, vocabulary: Int) -> [Range<Int>] {
        let height = max(1, largest / max(1, vocabulary))
        return stride(from: 0, to: count, by: height).map { $0..<min(count, $0 + height) }
    }
}

/// What the model would say next if one residual state were its last.
public struct LensReading: Sendable, Equatable {
    /// −Σ p log p, nats.
    public var entropy: Double
    /// Of the document's next token: 1 is the top; of equal ones the lower id comes first. nil at the last position.
    public var rank: Int?
    /// −log p of the document's next token, nats; nil at the last position.
    public var surprise: Double?
    /// The most likely tokens, highest first.
    public var top: [SpliceResult.Token]

    public init(entropy: Double, rank: Int?, surprise: Double?, top: [SpliceResult.Token]) {
        self.entropy = entropy
        self.rank = rank
        self.surprise = surprise
        self.top = top
    }
}

/// The tokens whose logit a direction raises and lowers most.
public struct PromotedTokens: Sendable, Equatable {
    /// Raised, most first, of equal ones the lower id first; fewer than asked for where fewer are raised.
    public var promoted: [Int]
    /// Lowered, most first.
    public var suppressed: [Int]
    /// By how much each of `promoted` is raised, in logits times the length that the final norm divides by: comparable within one model.
    public var raised: [Float]
    /// The same of `suppressed`; negative.
    public var lowered: [Float]

    public init(promoted: [Int], suppressed: [Int], raised: [Float], lowered: [Float]) {
        self.promoted = promoted
        self.suppressed = suppressed
        self.raised = raised
        self.lowered = lowered
    }
}
