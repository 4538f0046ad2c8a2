import Synchronization

/// A cache of one kind of values within a budget that it shares with others; of all of them the value longest unused goes first.
final class RecentlyUsed<Key: Hashable & Sendable, Value: Weighed & Sendable>: Forgetting {
    private struct Entry {
        var value: Value
        var bytes: Int
        var tick: Int
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let budget: ByteBudget

    init(_ budget: ByteBudget) {
        self.budget = budget
        budget.share(with: self)
    }

    func value(for key: Key) -> Value? {
        entries.withLock { entries in
            guard let found = entries[key] else { return nil }
            entries[key]?.tick = budget.tick()
            return found.value
        }
    }

    func insert(_ value: Value, for key: Key) {
        let bytes = value.byteCount
        let before = entries.withLock { entries in
            let before = entries[key]?.bytes ?? 0
            entries[key] = Entry(value: value, bytes: bytes, tick: budget.tick())
            return before
        }
        budget.spend(bytes - before)
    }

    var weights: [(tick: Int, bytes: Int)] { entries.withLock { $0.values.map { ($0.tick, $0.bytes) } } }

    func forget(unusedSince tick: Int) -> Int {
        // What is forgotten is freed after the lock is left: that may be much.
        let old = entries.withLock { entries in
            let old = entries.filter { $0.value.tick <= tick }
            for key in old.keys { entries[key] = nil }
            return old
        }
        return old.values.reduce(0) { $0 + $1.bytes }
    }
}
