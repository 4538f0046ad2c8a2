import ParallaxCompute

/// What answers the questions of a session: the checkpoints of a workspace, or texts alone.
///
/// Synchronous and free of any terminal, so that `--plain` and tests get the same figures as the screen.
public protocol Bench: Sendable {
    var workspace: Workspace { get }
    var inventory: Inventory { get }

    /// Puts a document of the person's behind the others.
    func add(_ document: OwnDocument)

    /// - Parameter partial: takes what is known before the whole answer.
    /// - Throws: `Complaint`, or `CancellationError` once the question is cancelled.
    func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws -> Asked.Answer
}

extension ModelBench: Bench {
    public var workspace: Workspace { instrument.workspace }
    public var inventory: Inventory { instrument.inventory }

    public func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws -> Asked.Answer {
        try question.answer(on: self, cancellation, partial: partial)
    }
}
