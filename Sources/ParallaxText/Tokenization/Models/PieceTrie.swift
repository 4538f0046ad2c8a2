/// The pieces of a vocabulary as a tree of their bytes, for every piece that a text goes on with at a place.
///
/// The children of a node stand one behind the other in the order of their bytes: ten bytes a node, whatever its children.
struct PieceTrie: Sendable {
    private var bytes: [UInt8] = [0]
    /// The id of the piece that ends at a node, -1 where none does.
    private var ids: [Int32] = [-1]
    /// Of each node its children, and behind the last node where its would begin.
    private var firstChildren: [Int32] = []
    /// The children of the root by their byte.
    private var roots = [Int32](repeating: -1, count: 256)

    /// - Parameter pieces: where one stands twice its last id counts; an empty one is never found.
    init(_ pieces: some Sequence<(piece: ArraySlice<UInt8>, id: Int32)>) {
        let sorted = pieces.enumerated().sorted { left, right in
            left.element.piece.elementsEqual(right.element.piece) ? left.offset < right.offset : left.element.piece.lexicographicallyPrecedes(right.element.piece)
        }.map(\.element)
        // Level by level: of each node the pieces below it, all of which have the bytes that lead there.
        var level: [Range<Int>] = sorted.isEmpty ? [] : [sorted.indices], depth = 0
        if level.isEmpty { firstChildren = [1] }
        while !level.isEmpty {
            var next: [Range<Int>] = []
            for range in level {
                firstChildren.append(Int32(clamping: bytes.count))
                var start = range.lowerBound
                while start < range.upperBound, sorted[start].piece.count == depth { start += 1 }
                while start < range.upperBound {
                    let byte = sorted[start].piece[sorted[start].piece.startIndex + depth]
                    var end = start, id: Int32 = -1
                    while end < range.upperBound, sorted[end].piece[sorted[end].piece.startIndex + depth] == byte {
                        if sorted[end].piece.count == depth + 1 { id = sorted[end].id }
                        end += 1
                    }
                    if depth == 0 { roots[Int(wide: byte)] = Int32(clamping: bytes.count) }
                    bytes.append(byte)
                    ids.append(id)
                    next.append(start..<end)
                    start = end
                }
            }
            level = next
            depth += 1
        }
        firstChildren.append(Int32(clamping: bytes.count))
    }

    /// Calls `found` with the end and the id of every piece that stands at a place, from the shortest to the longest.
    @inline(__always)
    func forEachPrefix(of text: UnsafeBufferPointer<UInt8>, from start: Int, _ work: TextWork, _ found: (_ end: Int, _ id: Int32) throws -> Void) throws {
        var node = start < text.count ? Int(wide: roots[Int(wide: text[start])]) : -1, end = start
        while node >= 0 {
            end += 1
            try work.step()
            if ids[node] >= 0 { try found(end, ids[node]) }
            guard end < text.count else { return }
            node = child(of: node, text[end])
        }
    }

    /// -1 where there is none.
    @inline(__always)
    private func child(of node: Int, _ byte: UInt8) -> Int {
        var low = Int(wide: firstChildren[node]), high = Int(wide: firstChildren[node + 1])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if bytes[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < end && bytes[low] == byte ? low : -1
    }
}
