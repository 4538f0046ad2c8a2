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

/// Between which two characters a merge can ever happen. A text without pre-tokenizer is one word of a million characters; cut where no
/// merge can reach across it falls into short words, which are merged once each.
struct Joints: Sendable {
    private var pairs: Set<UInt64> = []

    /// - Parameters: which symbols, before any merge, a piece can begin and end with.
    init(_ merges: MergeTable, firsts: (UInt32) -> [UInt32], lasts: (UInt32) -> [UInt32]) {
        merges.forEachPair { left, right in
            for last in lasts(left) {
                for first in firsts(right) { pairs.insert(UInt64(wide: last) << 32 | UInt64(wide: first)) }
            }
        }
    }

    func joins(_ left: UInt32, _ right: UInt32) -> Bool { pairs.contains(UInt64(wide: left) << 32 | UInt64(wide: right)) }
}

/// The joints with the answers that were given last at hand: a long word asks for the same ones over and over.
struct KnownJoints {
    private let joints: Joints
    private var pairs = [UInt64](repeating: .max, count: 256)
    private var answers = [Bool](repeating: false, count: 256)

    init(_ joints: Joints) { self.joints = joints }

    mutating func joins(_ left: UInt32, _ right: UInt32) -> Bool {
        let pair = UInt64(wide: left) << 32 | UInt64(wide: right), slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 56)
        if pairs[slot] != pair {
            pairs[slot] = pair
            answers[slot] = joints.joins(left, right)
        }
        return answers[slot]
    }
}
