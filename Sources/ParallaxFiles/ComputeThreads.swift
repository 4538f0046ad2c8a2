import CCrash
import COpenBLAS
import Dispatch
import Foundation
import Synchronization

/// The one rule for threads: BLAS always runs on the calling thread, and a large piece of work is cut into parts that
/// `count` threads take one after another. Small work stays on the calling thread, because waking others costs more.
public enum ComputeThreads {
    private static let wanted = Atomic<Int>(ProcessInfo.processInfo.activeProcessorCount)

    /// How many threads one piece of work may use (`--threads N`); at first the number of processors.
    public static var count: Int {
        get { wanted.load(ordering: .relaxed) }
        set { wanted.store(max(1, newValue), ordering: .relaxed) }
    }

    /// Below this many multiplications and additions (some 100 µs on one thread) work is not shared.
    private static let worthSharing = 2_000_000

    private static let singleThreadedBLAS: Void = openblas_set_num_threads(1)

    /// Calls `body` with consecutive ranges of at most `grain` that together are `0..<total`, on one or several threads.
    /// - Parameter operations: multiplications and additions of the whole work, which decides whether it is shared.
    package static func share(_ total: Int, grain: Int, operations: Int, _ body: (Range<Int>) -> Void) {
        _ = singleThreadedBLAS
        let threads = operations < worthSharing ? 1 : min(count, total)
        // Shared work has at least two parts a thread, so that none waits long for the last; 16 outputs are the least that kernels like.
        let even = (total / (2 * max(threads, 1)) + 15) & ~15
        let grain = max(1, threads > 1 ? min(grain, even) : grain)
        let parts = (total + grain - 1) / grain
        guard threads > 1, parts > 1 else {
            for part in 0..<parts { body(part * grain..<min(total, (part + 1) * grain)) }
            return
        }
        let next = Atomic<Int>(0)
        withoutActuallyEscaping(body) { body in
            // Callers hand over pointers; every part writes places of its own.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: min(threads, parts)) { _ in
                while true {
                    let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard part < parts else { return }
                    body(part * grain..<min(total, (part + 1) * grain))
                }
            }
        }
    }
}

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
