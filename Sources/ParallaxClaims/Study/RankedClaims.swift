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
