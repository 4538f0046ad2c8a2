/// Merges one word: its symbols as a linked list, the merges that are possible in a heap by rank, then place. n symbols cost n log n,
/// whatever the word. The buffers serve one word after the other.
struct Merging {
    /// The word's symbols; after `run` what they merged into.
    var ids: [UInt32] = []
    private var previous: [Int32] = []
    private var next: [Int32] = []
    private var heap = MergeHeap()
    private static let gone = UInt32.max

    mutating func run(_ merges: MergeTable, _ work: TextWork) throws {
        guard ids.count > 1, ids.count < Int(wide: Int32.max) else { return }
        heap.removeAll()
        for place in 0..<ids.count - 1 { push(place, ids[place], ids[place + 1], merges) }
        guard !heap.isEmpty else { return }
        link()
        while let merge = heap.pop() {
            try work.step()
            let place = merge.place
            guard ids[place] != Self.gone, next[place] >= 0 else { continue }
            let right = Int(wide: next[place])
            // An entry is out of date where its neighbours have changed, unless they still merge into the same id.
            guard merges[ids[place], ids[right]]?.id == merge.id else { continue }
            ids[place] = merge.id
            ids[right] = Self.gone
            next[place] = next[right]
            if next[place] >= 0 {
                let after = Int(wide: next[place])
                previous[after] = Int32(clamping: place)
                push(place, merge.id, ids[after], merges)
            }
            if previous[place] >= 0 {
                let before = Int(wide: previous[place])
                push(before, ids[before], merge.id, merges)
            }
        }
        ids.removeAll { $0 == Self.gone }
    }

    @inline(__always)
    private mutating func push(_ place: Int, _ left: UInt32, _ right: UInt32, _ merges: MergeTable) {
        if let merge = merges[left, right] { heap.push(MergeHeap.Entry(rank: merge.rank, place: place, id: merge.id)) }
    }

    private mutating func link() {
        previous.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        for place in 0..<ids.count {
            previous.append(Int32(clamping: place) - 1)
            next.append(place + 1 < ids.count ? Int32(clamping: place) + 1 : -1)
        }
    }
}
