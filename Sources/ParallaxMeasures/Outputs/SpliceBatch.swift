/// The logits of all variants of one splice, and the figures made of them.
struct SpliceBatch {
    private let splice: Splice
    private let variants: [SpliceVariant]
    private let caches: [KeyValueCache]
    /// Of every variant, the position first and then those behind it; nil where logits hold no distribution.
    private let distributions: [[NextTokenDistribution?]]

    /// - Parameter variants: The first is the clean run.
    init(_ variants: [SpliceVariant], splice: Splice, cancellation: Cancellation) throws {
        self.splice = splice
        self.variants = variants
        let (logits, caches) = try splice.forward(variants, cancellation: cancellation)
        self.caches = caches
        var distributions: [[NextTokenDistribution?]] = []
        for rows in logits {
            try cancellation.check()
            var own: [NextTokenDistribution?] = []
            for row in 0..<rows.count { own.append(NextTokenDistribution(logits: rows.values[row * rows.width..<(row + 1) * rows.width])) }
            distributions.append(own)
        }
        self.distributions = distributions
    }

    func results(cancellation: Cancellation) throws -> [SpliceResult] {
        let continuations = try continuations(cancellation: cancellation)
        var results: [SpliceResult] = []
        for index in variants.indices {
            try cancellation.check()
            results.append(result(index, continuation: continuations[index]))
        }
        return results
    }

    private func continuations(cancellation: Cancellation) throws -> [[Int]] {
        var continuations = variants.map { _ in [Int]() }
        var rows: [(first: Int, cache: KeyValueCache)] = []
        var going: [Int] = []
        for (index, own) in distributions.enumerated() {
            guard let first = own[0]?.likeliest else { continue }
            rows.append((first, caches[index]))
            going.append(index)
        }
        for (index, ids) in zip(going, try splice.continuations(rows, cancellation: cancellation)) { continuations[index] = ids }
        return continuations
    }

    private func result(_ index: Int, continuation: [Int]) -> SpliceResult {
        let own = distributions[index], clean = distributions[0]
        let divergences = zip(clean, own).map { OutputEffect.divergence(clean: $0, spliced: $1) }
        let behind = Array(divergences.dropFirst())
        let crossEntropies = zip(own, splice.nextTokens).map { OutputEffect.crossEntropy($0, next: $1) }
        let lastToken = Outcome.undefined("no token follows: the position is the document's last")
        return SpliceResult(
            name: variants[index].name,
            topTokens: own[0]?.topTokens(splice.top) ?? [],
            divergence: divergences[0],
            followingDivergences: behind,
            meanFollowingDivergence: behind.isEmpty ? nothingBehind : .mean(of: behind),
            crossEntropy: crossEntropies.first ?? lastToken,
            meanCrossEntropy: crossEntropies.isEmpty ? lastToken : .mean(of: crossEntropies),
            topTokenAgrees: OutputEffect.topTokenAgrees(clean: clean[0], spliced: own[0]),
            continuation: continuation)
    }

    private var nothingBehind: Outcome {
        .undefined(splice.following == 0 ? "no following positions were asked for" : "no position follows that the model can read")
    }
}
