import ParallaxCompute

/// Puts the claims of an explanation to their tests. Synchronous; the bench gives it activations, explanations and vectors that it has.
public protocol ClaimExamining: Sendable {
    /// Counts what the tests will run; makes no forward pass that the screen has not made anyway.
    /// - Throws: `Complaint`, `CancellationError`.
    func estimate(_ subject: ClaimSubject, on bench: ModelBench, cancellation: Cancellation) throws -> ClaimEstimate

    /// - Parameters:
    ///   - known: the page of a run that was stopped, which need not be made again.
    ///   - partial: takes the page after every test.
    /// - Throws: `Complaint`, `CancellationError`.
    func examine(_ subject: ClaimSubject, on bench: ModelBench, known: ClaimPage?, cancellation: Cancellation, partial: (ClaimPage) -> Void) throws -> ClaimPage
}
