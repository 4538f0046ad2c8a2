import ParallaxCompute

/// What answers the requests of a session: the checkpoints of a workspace, or texts alone.
///
/// Synchronous and free of any terminal, so that `--plain` and tests get the same figures as the screen.
public protocol Workbench: Sendable {
    var workspace: Workspace { get }
    var inventory: Inventory { get }

    /// Puts a document of the person's behind the others.
    func add(_ document: OwnDocument)

    /// - Parameter partial: takes what is known before the whole answer.
    /// - Throws: `Complaint`, or `CancellationError` once the request is cancelled.
    func answer(_ request: Request, _ cancellation: Cancellation, partial: (Response) -> Void) throws -> Response
}

extension Workbench {
    /// What could not be opened of the workspace's parts, which sessions open on first use.
    public var partComplaints: [Complaint] {
        var found: [Complaint] = []
        for request in [Request.openDictionaries, .openVerbalizers] {
            switch try? answer(request, Cancellation(), partial: { _ in }) {
            case .dictionaries(_, let complaints), .verbalizers(_, let complaints): found += complaints
            default: break
            }
        }
        return found
    }
}

extension Bench: Workbench {
    public var workspace: Workspace { instrument.workspace }
    public var inventory: Inventory { instrument.inventory }
}
