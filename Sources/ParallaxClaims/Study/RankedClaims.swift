/// Scores of true and false claims in order, from which the AUROC for any weighting of documents follows in one pass:
/// P(score of a true claim > score of a false one), ties count half (Hanley and McNeil 1982).
struct RankedClaims: Sendable {
    /// Wins of true claims over false ones, and pairs of one of each.
    struct Pairs: Sendable {
        var wins = 0.0
        var pairs = 0.0

        static func + (a: Pairs, b: Pairs) -> Pairs { Pairs(wins: a.wins + b.wins, pairs: a.pairs + b.pairs) }

        var share: Outcome { pairs > 0 ? Outcome(wins / pairs) : .undefined("no pair of a true and a false claim") }
    }

    /// Ascending by score.
    private let isTrue: [Bool]
    private let documents: [Int]
    /// Where a run of equal scores begins, and the end.
    private let runs: [Int]

    let trueCount: Int
    var falseCount: Int { isTrue.count - trueCount }

    /// - Parameter claims: with the number of the document each comes from.
    init(_ claims: [(score: Double, isTrue: Bool, document: Int)]) {
        let sorted = claims.sorted { $0.score < $1.score }
        isTrue = sorted.map(\.isTrue)
        documents = sorted.map(\.document)
        runs = sorted.indices.filter { $0 == 0 || sorted[$0 - 1].score < sorted[$0].score } + [sorted.count]
        trueCount = isTrue.count { $0 }
    }

    /// - Parameter weights: how often each document counts.
    func pairs(_ weights: [Double]) -> Pairs {
        var result = Pairs(), falseBelow = 0.0, trueTotal = 0.0
        weights.withUnsafeBufferPointer { weights in
            for run in 0..<max(0, runs.count - 1) {
                var right = 0.0, wrong = 0.0
                for place in runs[run]..<runs[run + 1] {
                    if isTrue[place] { right += weights[documents[place]] } else { wrong += weights[documents[place]] }
                }
                result.wins += right * (falseBelow + wrong / 2)
                falseBelow += wrong
                trueTotal += right
            }
        }
        result.pairs = trueTotal * falseBelow
        return result
    }
}

/// How well a score tells true claims from false ones: overall, and inside classes.
///
/// Within-class means: pairs inside one class only, pair-weighted, over classes with at least 20 true and 20 false claims. It leaves out what
/// the class alone tells.
struct Auroc: Sendable {
    static let fewestOfEach = 20

    private let overall: RankedClaims
    private let byClass: [RankedClaims]
    /// Classes that count within.
    let classes: [String]
    /// Claims with a score.
    let count: Int

    /// - Parameters:
    ///   - classes: those that count within; nil takes all with enough true and false claims among these.
    init(_ claims: [(score: Double, isTrue: Bool, document: Int, className: String)], classes chosen: [String]? = nil) {
        count = claims.count
        overall = RankedClaims(claims.map { ($0.score, $0.isTrue, $0.document) })
        let groups = Dictionary(grouping: claims, by: \.className)
        var kept: [String] = [], ranked: [RankedClaims] = []
        for name in groups.keys.sorted() {
            let claims = RankedClaims((groups[name] ?? []).map { ($0.score, $0.isTrue, $0.document) })
            let counts =
                chosen.map { $0.contains(name) } ?? (claims.trueCount >= Self.fewestOfEach && claims.falseCount >= Self.fewestOfEach)
            if counts {
                kept.append(name)
                ranked.append(claims)
            }
        }
        (classes, byClass) = (kept, ranked)
    }

    func overall(_ weights: [Double]) -> Outcome { overall.pairs(weights).share }

    func within(_ weights: [Double]) -> Outcome {
        guard !byClass.isEmpty else { return .undefined("no class has \(Self.fewestOfEach) true and \(Self.fewestOfEach) false claims") }
        return byClass.reduce(RankedClaims.Pairs()) { $0 + $1.pairs(weights) }.share
    }
}

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
                low: Double(bin) / 10, high: Double(bin + 1) / 10, claims: inside.count,
                meanProbability: inside.reduce(0) { $0 + $1.probability } / count,
                shareTrue: Double(inside.count { $0.isTrue }) / count)
        }
        brier =
            claims.reduce(0) { sum, claim in
                let excess = claim.probability - (claim.isTrue ? 1 : 0)
                return sum + excess * excess
            } / n
        brierOfBaseRate = base * (1 - base)
        expectedError = bins.reduce(0) { $0 + Double($1.claims) / n * abs($1.meanProbability - $1.shareTrue) }
    }
}
