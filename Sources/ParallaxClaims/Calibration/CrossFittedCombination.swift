/// A combination fitted to all documents, and one for every fold fitted to the others: what a claim scores where its document taught nothing.
struct CrossFittedCombination {
    let whole: ClaimCombination
    /// Mean loss of held-out written claims, nats a claim.
    let loss: Double
    private let folds: DocumentFolds
    private let byFold: [ClaimCombination]

    private static let penalties = [3.0, 10, 30, 100].flatMap { shared in [1.0, 4, 16].map { ClaimCombination.Penalty(shared: shared, own: shared * $0) } }

    /// - Parameters:
    ///   - cases: written claims of known truth.
    ///   - penalty: given, or nil for the one with the least loss of held-out documents, the larger of equals.
    init(_ cases: [ClaimCase], tests: [ClaimTest], folds: DocumentFolds, samples: Int, penalty: ClaimCombination.Penalty? = nil) throws {
        self.folds = folds
        var best: (penalty: ClaimCombination.Penalty, loss: Double, byFold: [ClaimCombination])?
        for candidate in (penalty.map { [$0] } ?? Self.penalties).reversed() {
            // Scales look at no truth, so that all folds may share those of all documents.
            let scales = ClaimCombination(unfitted: cases, tests: tests, samples: samples, penalty: candidate)
            var models: [ClaimCombination] = [], sum = 0.0
            for fold in 0..<folds.count {
                // A single document is its own fold: nothing else can teach.
                let teachers = folds.count > 1 ? cases.filter { folds.fold(of: $0.document) != fold } : cases
                let model = try ClaimCombination.fit(teachers, tests: tests, samples: samples, penalty: candidate, scales: scales)
                for claim in cases where folds.fold(of: claim.document) == fold {
                    sum += Logistic.loss(logOdds: model.logOdds(claim.statistics, className: claim.className), isTrue: claim.isTrue == true)
                }
                models.append(model)
            }
            if best.map({ sum < $0.loss }) ?? true { best = (candidate, sum, models) }
        }
        guard let best else { throw Complaint("calibration", expected: "a penalty to try", found: "none", remedy: "leave the penalty out") }
        whole = try ClaimCombination.fit(cases, tests: tests, samples: samples, penalty: best.penalty)
        loss = cases.isEmpty ? 0 : best.loss / Double(cases.count)
        byFold = best.byFold
    }

    /// Of the fold that the claim's document did not teach.
    func combination(for claim: ClaimCase) -> ClaimCombination { byFold[folds.fold(of: claim.document)] }
}
