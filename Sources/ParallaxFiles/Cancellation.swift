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

/// A value that is made on first use and kept. A second thread that asks meanwhile waits for it.
package final class Kept<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    package init() {}

    package func get(_ make: () -> sending Value) -> Value {
        stored.withLock { stored in
            if let stored { return stored }
            let value = make()
            stored = value
            return value
        }
    }
}
