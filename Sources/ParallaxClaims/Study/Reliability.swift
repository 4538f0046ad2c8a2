/// Whether probabilities mean what they say: of claims with p about .8, are 80 % true?
public struct Reliability: Sendable, Equatable, Encodable {
    public struct Bin: Sendable, Equatable, Encodable {
        public let low: Double
        public let high: Double
        public let claims: Int
        public let meanProbability: Double
        public let shareTrue: Double
    }

    /// Ten of equal width, those that hold claims.
    public let bins: [Bin]
    /// Mean (p − truth)² (Brier 1950).
    public let brier: Double
    /// The same for the base rate of all claims: what it is compared with.
    public let brierOfBaseRate: Double
    /// Σ bins' shares · |mean p − share true| (expected calibration error).
    public let expectedError: Double

    /// nil without claims.
    init?(_ claims: [(probability: Double, isTrue: Bool)]) {
        guard !claims.isEmpty else { return nil }
        let n = Double(claims.count), base = Double(claims.count { $0.isTrue }) / n
        let groups = Dictionary(grouping: claims) { min(9, max(0, Int(clamping: $0.probability * 10))) }
        bins = groups.keys.sorted().map { bin in
            let inside = groups[bin] ?? [], count = Double(inside.count)
            return Bin(
                low: Double(bin) / 10, high: Double(bin + 1) / 10, claims: inside.count, meanProbability: inside.reduce(0) { $0 + $1.probability } / count,
                shareTrue: Double(inside.count { $0.isTrue }) / count)
        }
        brier = claims.reduce(0) { sum, claim in
            let excess = claim.probability - (claim.isTrue ? 1 : 0)
            return sum + excess * excess
        } / n
        brierOfBaseRate = base * (1 - base)
        expectedError = bins.reduce(0) { $0 + Double($1.claims) / n * abs($1.meanProbability - $1.shareTrue) }
    }
}
