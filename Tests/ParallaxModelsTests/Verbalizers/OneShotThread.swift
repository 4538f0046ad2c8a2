import Foundation
import Synchronization

/// A computation on a thread with a stack of a given size.
final class OneShotThread: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let outcome = Mutex<String?>(nil)

    init(stackSize: Int, _ body: @escaping @Sendable () -> String?) {
        let thread = Thread { [self] in
            outcome.withLock { $0 = body() }
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
    }

    /// Waits for the end.
    func result() -> String? {
        done.wait()
        return outcome.withLock { $0 }
    }
}
