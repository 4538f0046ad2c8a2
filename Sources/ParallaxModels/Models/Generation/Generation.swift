/// How tokens are chosen, and how many at most.
public struct Sampling: Sendable, Equatable {
    /// 0 takes the most likely token, of exactly equal ones that with the lowest id; otherwise logits are divided by it.
    public var temperature: Double
    /// Draws among the k most likely tokens only (those equally likely as the last of them included); nil among all.
    public var topTokens: Int?
    /// Draws among the most likely tokens that together reach this probability, after `topTokens` (nucleus sampling, Holtzman et al. 2020);
    /// 1 among all.
    public var topProbability: Double
    /// With the number of the row it names the random stream, so that batching does not change what a row draws.
    public var seed: UInt64
    public var maximumTokens: Int
    /// The number of the first prompt's row, for callers that send a long list in several batches.
    public var firstRow: Int

    public init(temperature: Double = 0, topTokens: Int? = nil, topProbability: Double = 1, seed: UInt64 = 0, maximumTokens: Int = 200, firstRow: Int = 0) {
        self.temperature = temperature
        self.topTokens = topTokens
        self.topProbability = topProbability
        self.seed = seed
        self.maximumTokens = maximumTokens
        self.firstRow = firstRow
    }

    /// - Throws: `Complaint` for a number that no choice can be made by.
    func check() throws {
        guard temperature >= 0, temperature.isFinite else {
            throw Complaint("temperature", expected: "0 (greedy) or a positive number", found: "\(temperature)", remedy: "use 0 or 1")
        }
        guard topTokens ?? 1 >= 1 else { throw Complaint("top-k", expected: "1 or more tokens", found: "\(topTokens ?? 0)", remedy: "leave it out to draw among all") }
        guard topProbability > 0, topProbability <= 1 else {
            throw Complaint("top-p", expected: "a probability above 0, up to 1", found: "\(topProbability)", remedy: "use 1 to draw among all")
        }
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
