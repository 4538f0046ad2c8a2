import ParallaxCompute

/// Puts the claims of an explanation to their tests. Synchronous; the bench gives it activations, explanations and vectors that it has.
public protocol ClaimExamining: Sendable {
    /// Counts what the tests will run; makes no forward pass that the screen has not made anyway.
    /// - Throws: `Complaint`, `CancellationError`.
    func estimate(_ subject: ClaimSubject, on bench: ModelBench, cancellation: Cancellation) throws -> ClaimEstimate

    /// - Parameters:
    ///   - run: what an examination of the same subject had measured when it was stopped, which is not made again; holds what has been measured when this ends,
    ///     however it ends.
    ///   - partial: takes the page after every test.
    /// - Throws: `Complaint`, `CancellationError`.
    func examine(_ subject: ClaimSubject, on bench: ModelBench, continuing run: inout ClaimRun, cancellation: Cancellation, partial: (ClaimPage) -> Void) throws -> ClaimPage
}
