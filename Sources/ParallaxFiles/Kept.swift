import Synchronization

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
