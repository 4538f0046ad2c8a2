/// A cache of at most `capacity` values; the one longest unused goes first.
struct RecentlyUsed<Key: Hashable, Value> {
    private var values: [Key: (value: Value, tick: Int)] = [:]
    private var tick = 0
    let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    mutating func value(for key: Key) -> Value? {
        guard let found = values[key] else { return nil }
        tick += 1
        values[key] = (found.value, tick)
        return found.value
    }

    mutating func insert(_ value: Value, for key: Key) {
        tick += 1
        values[key] = (value, tick)
        if values.count > capacity, let oldest = values.min(by: { $0.value.tick < $1.value.tick }) { values[oldest.key] = nil }
    }
}
