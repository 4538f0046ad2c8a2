import CCrash
import Dispatch
import Foundation
import Synchronization

/// Runs several pieces of long work at a time, each on one thread; their own products then find no other thread free and stay on it.
package enum SideBySide {
    /// - Parameter together: pieces at a time.
    /// - Throws: the first failure, after the pieces that had begun have ended.
    package static func run(_ count: Int, together: Int, _ body: @Sendable (Int) throws -> Void) throws {
        let next = Atomic<Int>(0), failure = FirstFailure()
        DispatchQueue.concurrentPerform(iterations: max(1, min(together, count))) { _ in
            cc_prepare_thread()
            while !failure.hasHappened {
                let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard turn < count else { return }
                failure.watch { try body(turn) }
            }
        }
        try failure.rethrow()
    }

    /// Runs a few pieces that differ in length, each on a thread of its own: where one has ended, the products of the others use its processor.
    /// - Throws: the first failure, after all pieces have ended.
    package static func lanes(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let failure = FirstFailure(), others = DispatchGroup()
        for lane in 0..<max(0, count - 1) {
            others.enter()
            Thread.detachNewThread {
                cc_prepare_thread()
                failure.watch { try body(lane) }
                others.leave()
            }
        }
        if count > 0 { failure.watch { try body(count - 1) } }
        others.wait()
        try failure.rethrow()
    }
}

/// What went wrong first on any of several threads.
private final class FirstFailure: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    var hasHappened: Bool { error.withLock { $0 != nil } }

    func watch(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            self.error.withLock { if $0 == nil { $0 = error } }
        }
    }

    func rethrow() throws {
        if let error = error.withLock({ $0 }) { throw error }
    }
}
