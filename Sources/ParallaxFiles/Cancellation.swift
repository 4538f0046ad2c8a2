import Synchronization

/// A flag that the person who asked for long work raises, and that the work looks at between steps.
public final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    public var isCancelled: Bool { flag.load(ordering: .relaxed) }

    public func cancel() { flag.store(true, ordering: .relaxed) }

    /// - Throws: `CancellationError` once `cancel()` was called.
    public func check() throws {
        if isCancelled { throw CancellationError() }
    }
}
