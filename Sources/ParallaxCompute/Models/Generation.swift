/// How tokens are chosen, and how many at most.
public struct Sampling: Sendable, Equatable {
    /// 0 takes the most likely token, of exactly equal ones that with the lowest id; otherwise logits are divided by it.
    public var temperature: Double
    /// With the number of the row it names the random stream, so that batching does not change what a row draws.
    public var seed: UInt64
    public var maximumTokens: Int
    /// The number of the first prompt's row, for callers that send a long list in several batches.
    public var firstRow: Int

    public init(temperature: Double = 0, seed: UInt64 = 0, maximumTokens: Int = 200, firstRow: Int = 0) {
        self.temperature = temperature
        self.seed = seed
        self.maximumTokens = maximumTokens
        self.firstRow = firstRow
    }

    /// Greedy choice.
    public static func greedy(maximumTokens: Int) -> Sampling { Sampling(maximumTokens: maximumTokens) }
}

/// What was generated for one prompt.
public struct Generation: Sendable, Equatable {
    public enum Ending: Sendable {
        /// By a stop token, which is the last of `ids`.
        case stopToken
        case maximumTokens
        /// The model's context was full.
        case contextFull
    }

    /// New tokens only.
    public var ids: [Int] = []
    /// Natural logarithm of each id's probability at temperature 1.
    public var logProbabilities: [Double] = []
    public var ending = Ending.maximumTokens

    public var stopped: Bool { ending == .stopToken }
    /// Of all new tokens together.
    public var logProbability: Double { logProbabilities.reduce(0, +) }
}
