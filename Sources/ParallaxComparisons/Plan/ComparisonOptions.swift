/// What a person chooses about a comparison.
public struct ComparisonOptions: Sendable, Codable, Equatable {
    /// Which methods are put back into the model.
    public enum Splicing: String, Sendable, Codable, CaseIterable {
        case none
        /// Dictionaries, NLAs, the best draw, mimics, the document's mean, and both ablations.
        case main
        case all
    }

    /// k, explanations drawn at temperature 1 for each activation.
    public var samples = 4
    public var seed: UInt64 = 0
    /// Evaluated tokens at most; documents are taken whole, in order, until they hold as many.
    public var tokenLimit: Int?
    public var forcedL0s = [4, 8]
    public var ranks = [1, 2, 4, 8, 16, 32, 64, 128]
    public var splicing = Splicing.main
    /// n, of the figures over the positions behind the spliced one.
    public var following = 8
    /// B, of a quantised coefficient.
    public var coefficientBits = 4
    public var maximumExplanationTokens = 200
    /// Vectors of other documents that neighbours, principal components, frequencies and quantisers are taken from.
    public var poolSize = 8192
    /// Of the bootstrap over documents.
    public var resamples = 1000

    public init() {}

    /// - Throws: `Complaint` for a number that makes no sense.
    public func check() throws {
        func require(_ isFine: Bool, _ name: String, _ expected: String, _ found: Int) throws {
            if !isFine { throw Complaint(name, expected: expected, found: "\(found)", remedy: "give another number") }
        }
        try require((0...1000).contains(samples), "--samples", "0 to 1000 explanations of each activation", samples)
        try require((0...10_000).contains(following), "--splice-next", "0 to 10000 positions", following)
        try require((1...16).contains(coefficientBits), "bits of a coefficient", "1 to 16", coefficientBits)
        try require((2...1 << 24).contains(poolSize), "vectors of other documents", "2 to \(1 << 24)", poolSize)
        try require((0...1_000_000).contains(maximumExplanationTokens), "tokens of an explanation", "0 to 1000000", maximumExplanationTokens)
        try require((1...10_000).contains(resamples), "resamples", "1 to 10000", resamples)
        for l0 in forcedL0s { try require(l0 >= 1, "--forced-l0", "1 or more active features", l0) }
        for rank in ranks { try require(rank >= 1, "--pca", "ranks of 1 or more", rank) }
        if let tokenLimit { try require(tokenLimit >= 1, "--tokens", "1 or more", tokenLimit) }
    }
}
