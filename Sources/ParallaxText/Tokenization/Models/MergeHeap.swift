/// A binary heap: the merge of the lowest rank comes first, of equal ranks the leftmost.
struct MergeHeap {
    struct Entry {
        private let key: UInt64
        let id: UInt32

        /// - Parameter place: below 2^32.
        init(rank: UInt32, place: Int, id: UInt32) {
            key = UInt64(wide: rank) << 32 | UInt64(wide: UInt32(truncatingIfNeeded: place))
            self.id = id
        }

        var place: Int { Int(clamping: key & 0xFFFF_FFFF) }
        static func < (left: Entry, right: Entry) -> Bool { left.key < right.key }
    }

    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    mutating func push(_ entry: Entry) {
        var hole = entries.count
        entries.append(entry)
        while hole > 0, entry < entries[(hole - 1) / 2] {
            entries[hole] = entries[(hole - 1) / 2]
            hole = (hole - 1) / 2
        }
        entries[hole] = entry
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        guard !entries.isEmpty else { return first }
        var hole = 0
        while true {
            var child = hole * 2 + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < last else { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = last
        return first
    }
}
