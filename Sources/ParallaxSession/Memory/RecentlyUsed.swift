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

/// Bytes that several caches may take together.
final class ByteBudget: Sendable {
    let limit: Int
    private let spent = Atomic<Int>(0)
    private let ticks = Atomic<Int>(0)
    private let caches = Mutex<[Weak]>([])

    private struct Weak {
        weak var cache: (any Forgetting)?
    }

    init(limit: Int) { self.limit = limit }

    var bytes: Int { spent.load(ordering: .relaxed) }

    func share(with cache: any Forgetting) { caches.withLock { $0.append(Weak(cache: cache)) } }

    /// The order in which values were used.
    func tick() -> Int { ticks.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Notes what came in, and makes room where that was too much. What came in last stays, whatever it takes.
    func spend(_ bytes: Int) {
        guard spent.wrappingAdd(bytes, ordering: .relaxed).newValue > limit else { return }
        let caches = caches.withLock { $0.compactMap(\.cache) }
        // A little more than has to go, so that not every value that comes has to look through all.
        var left = limit - limit / 8, threshold = 0
        for (index, value) in caches.flatMap(\.weights).sorted(by: { $0.tick > $1.tick }).enumerated() {
            left -= value.bytes
            guard left < 0, index > 0 else { continue }
            threshold = value.tick
            break
        }
        let freed = caches.reduce(0) { $0 + $1.forget(unusedSince: threshold) }
        spent.wrappingSubtract(freed, ordering: .relaxed)
    }
}

/// A cache that shares a budget.
protocol Forgetting: AnyObject, Sendable {
    /// When each value was used last, and its bytes.
    var weights: [(tick: Int, bytes: Int)] { get }

    /// Drops what was not used later than that.
    /// - Returns: its bytes.
    func forget(unusedSince tick: Int) -> Int
}
