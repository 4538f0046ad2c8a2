/// One test: a statistic of a candidate, larger for what deserves belief.
///
/// A test is a small value; a new one is a file with one of these and a line in `ClaimStatistics.all`.
protocol ClaimStatistic: Sendable {
    var test: ClaimTest { get }
    /// What must have been measured.
    var needs: Set<ClaimMeasurement> { get }
    /// - Parameter candidate: 0 for what the explanation states.
    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome
}

/// The measurements behind the tests, in the order in which they are made: the cheap and telling ones first.
public enum ClaimMeasurement: String, Sendable, CaseIterable {
    case samples, text, neighbours, reconstructions, scores, priorScores, features, mimic, causes, orders
}

enum ClaimStatistics {
    static let all: [any ClaimStatistic] = [
        ResamplingTest(), ContextTest(), RecurrenceTest(), LikelihoodTest(), SwapTest(), DeletionTest(), InformationTest(), WitnessTest(), CausalTest(), DerivableTest(), ShapleyTest(),
    ]
}
