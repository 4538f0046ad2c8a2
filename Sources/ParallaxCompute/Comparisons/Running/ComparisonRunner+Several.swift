import Dispatch
import Synchronization

extension ComparisonRunner {
    /// Products of a model below this many weights are too small to be shared by threads, so documents are.
    private static let smallModel = 200_000_000.0

    /// Documents that are run at a time. A large model's products keep all threads busy by themselves, and its caches are large.
    private var together: Int {
        let configuration = subject.model.configuration
        return configuration.embeddingParameters + configuration.blocksParameters < Self.smallModel ? ComputeThreads.count : 1
    }

    /// Runs several documents.
    /// - Parameters:
    ///   - places: in the plan's documents.
    ///   - onRecord: told every record as soon as it is there, one at a time, in any order.
    /// - Throws: the first failure; `CancellationError`. Records that were told stand.
    public func run(_ places: [Int], cancellation: Cancellation, onRecord: @Sendable (DocumentRecord) throws -> Void) throws {
        let next = Atomic<Int>(0)
        let failure = Mutex<(any Error)?>(nil), told = Mutex<Void>(())
        DispatchQueue.concurrentPerform(iterations: min(together, max(places.count, 1))) { _ in
            while failure.withLock({ $0 == nil }) {
                let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard turn < places.count else { return }
                do {
                    let record = try run(places[turn], cancellation: cancellation)
                    try told.withLock { _ in try onRecord(record) }
                } catch {
                    failure.withLock { if $0 == nil { $0 = error } }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
