/// How likely an AV is to write given tokens.
public struct TextScore: Sendable, Equatable {
    public let tokenIDs: [Int]
    /// Natural logarithm of the probability of each id given what stands at the marker and the ids before it.
    public let tokenLogProbabilities: [Double]

    /// Natural logarithm of the probability of all of them.
    public var logProbability: Double { tokenLogProbabilities.reduce(0, +) }
}
