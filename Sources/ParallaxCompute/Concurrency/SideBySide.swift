import Dispatch
import Foundation
import Synchronization

/// Runs several pieces of long work at a time, each on one thread; their own products then find no other thread free and stay on it.
enum SideBySide {
    /// - Parameter together: pieces at a time.
    /// - Throws: the first failure, after the pieces that had begun have ended.
    static func run(_ count: Int, together: Int, _ body: @Sendable (Int) throws -> Void) throws {
        let next = Atomic<Int>(0), failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(together, count))) { _ in
            while failure.withLock({ $0 == nil }) {
                let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard turn < count else { return }
                do {
                    try body(turn)
                } catch {
                    failure.withLock { if $0 == nil { $0 = error } }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Runs a few pieces that differ in length, each on a thread of its own: where one has ended, the products of the others use its processor.
    /// - Throws: the first failure, after all pieces have ended.
    static func lanes(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let failure = Mutex<(any Error)?>(nil), others = DispatchGroup()
        @Sendable func run(_ lane: Int) {
            do {
                try body(lane)
            } catch {
                failure.withLock { if $0 == nil { $0 = error } }
            }
        }
        for lane in 0..<max(0, count - 1) {
            others.enter()
            Thread.detachNewThread {
                run(lane)
                others.leave()
            }
        }
        if count > 0 { run(count - 1) }
        others.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

extension LanguageModel {
    /// Products of a model below this many weights are too small to be shared by threads, so documents are.
    private static let small = 200_000_000.0

    /// Documents that are run at a time. A large model's products keep all threads busy by themselves, and its caches are large.
    var sequencesTogether: Int {
        configuration.embeddingParameters + configuration.blocksParameters < Self.small ? ComputeThreads.count : 1
    }
}
