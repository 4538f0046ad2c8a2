/// Which two neighbours merge, with which rank (lower merges first) and into which id.
struct MergeTable: Sendable {
    struct Merge { let rank: UInt32, id: UInt32 }

    private var keys: [UInt64]
    private var merges: [Merge]
    private(set) var count = 0
    private let multiplier = UInt64.random(in: 1 << 62...UInt64.max) | 1
    private static let free = UInt64.max

    init(expected: Int = 0) {
        var capacity = 64
        while capacity < expected * 2 { capacity *= 2 }
        keys = [UInt64](repeating: Self.free, count: capacity)
        merges = [Merge](repeating: Merge(rank: 0, id: 0), count: capacity)
    }

    @inline(__always)
    subscript(left: UInt32, right: UInt32) -> Merge? {
        let key = UInt64(wide: left) << 32 | UInt64(wide: right)
        let slot = slot(key)
        return keys[slot] == key ? merges[slot] : nil
    }

    func forEachPair(_ body: (_ left: UInt32, _ right: UInt32) -> Void) {
        for key in keys where key != Self.free { body(UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key)) }
    }

    /// Enters a pair; a pair that is there already takes the new rank.
    mutating func set(_ left: UInt32, _ right: UInt32, _ merge: Merge) {
        let key = UInt64(wide: left) << 32 | UInt64(wide: right)
        let slot = slot(key)
        if keys[slot] != key { count += 1 }
        keys[slot] = key
        merges[slot] = merge
        if count * 2 > keys.count { grow() }
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        // The upper half of the product depends on every bit of the pair, and on a number that no file knows: none can make its pairs collide.
        var slot = Int(truncatingIfNeeded: ((key ^ key >> 29) &* multiplier) >> 32) & mask
        while keys[slot] != Self.free, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        var larger = MergeTable(expected: keys.count)
        for (key, merge) in zip(keys, merges) where key != Self.free {
            larger.set(UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key), merge)
        }
        self = larger
    }
}
