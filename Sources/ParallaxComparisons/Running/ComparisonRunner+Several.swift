import Synchronization

extension ComparisonRunner {
    /// Runs several documents.
    /// - Parameters:
    ///   - places: in the plan's documents.
    ///   - onRecord: told every record as soon as it is there, one at a time, in any order.
    /// - Throws: the first failure; `CancellationError`. Records that were told stand.
    public func run(_ places: [Int], cancellation: Cancellation, onRecord: @Sendable (DocumentRecord) throws -> Void) throws {
        let told = Mutex<Void>(())
        try SideBySide.run(places.count, together: subject.model.sequencesTogether) { turn in
            let record = try run(places[turn], cancellation: cancellation)
            try told.withLock { _ in try onRecord(record) }
        }
    }
}
