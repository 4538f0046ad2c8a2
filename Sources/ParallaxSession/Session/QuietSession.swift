import ParallaxCompute

/// A session without a screen: what its state wants is answered one after the other, on the bench, until it wants nothing. The session decides what is to be
/// computed, as on the screen; here everything is waited for.
///
///     var session = QuietSession(bench, cache: .standard)
///     session.state.document = 3
///     try session.settle()
public struct QuietSession {
    public var state: SessionState
    private let bench: any Bench
    private var waiting: [AnyQuestion] = []
    /// Told after each part of an answer.
    public var progress: ((SessionState) -> Void)?

    public init(_ bench: any Bench, cache: CacheBudget = .standard) {
        self.bench = bench
        state = SessionState(inventory: bench.inventory, cache: cache)
        // Only what is asked for is explained.
        state.readings.fill.isOn = false
    }

    public mutating func send(_ action: Action) { follow(state.update(action)) }

    /// - Parameter fits: questions that are answered; others wait until they are no longer wanted.
    /// - Throws: `CancellationError`. What fails is remembered by the state.
    public mutating func settle(_ cancellation: Cancellation = Cancellation(), answering fits: (AnyQuestion) -> Bool = { _ in true }) throws
    {
        follow(state.reconcile())
        while let place = waiting.firstIndex(where: fits) {
            let question = waiting.remove(at: place), report: Report
            do {
                report = try question.answer(on: bench, cancellation) {
                    send(.report($0))
                    progress?(state)
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                report = question.failed(
                    error as? Complaint ?? Complaint("background work", expected: "a result", found: "\(error)", remedy: "try again"))
            }
            send(.report(report))
        }
    }

    private mutating func follow(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .start(let question): waiting.append(question)
            case .cancel(let question): waiting.removeAll { $0 == question }
            case .add(let document): bench.add(document)
            case .quit: break
            }
        }
    }
}
