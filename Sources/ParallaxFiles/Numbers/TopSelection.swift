/// The k largest of many values without sorting them all: a heap of the best so far, whose root is the worst of them.
///
/// Equal values are taken by the lower index, so the selection is the same on every run and machine. (torch.topk leaves the order of
/// ties open, so a code may differ from PyTorch's there, and only there.)
package struct TopSelection {
    package typealias Entry = (value: Float, index: Int)

    private let limit: Int
    private var heap: [Entry] = []

    package init(limit: Int) {
        self.limit = limit
        heap.reserveCapacity(limit)
    }

    /// The positive values among the `limit` largest of `values`, highest first.
    ///
    /// Keeping the k largest and then cutting at zero gives the same as the k largest of the positive ones, so fewer than k may remain.
    package static func largestPositive(_ limit: Int, of values: UnsafeBufferPointer<Float>) -> [Entry] {
        var selection = TopSelection(limit: limit)
        selection.offerPositive(values, from: 0)
        return selection.sorted
    }

    /// The `limit` largest of `values`, of any sign, highest first; NaN is never among them.
    package static func largest(_ limit: Int, of values: UnsafeBufferPointer<Float>) -> [Entry] {
        var selection = TopSelection(limit: limit)
        for index in 0..<values.count where !values[index].isNaN { selection.offer((values[index], index)) }
        return selection.sorted
    }

    /// Whether `a` comes before `b`: by value, then by the lower index.
    package static func precedes(_ a: Entry, _ b: Entry) -> Bool { a.value > b.value || (a.value == b.value && a.index < b.index) }

    /// Takes what is positive among values of which the first has this index.
    package mutating func offerPositive(_ values: UnsafeBufferPointer<Float>, from first: Int) {
        for index in 0..<values.count where values[index] > 0 { offer((values[index], first + index)) }
    }

    /// What is kept, highest first.
    package var sorted: [Entry] { heap.sorted(by: Self.precedes) }

    private mutating func offer(_ entry: Entry) {
        if heap.count < limit {
            heap.append(entry)
            rise(from: heap.count - 1)
        } else if limit > 0, Self.precedes(entry, heap[0]) {
            heap[0] = entry
            sink()
        }
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var worst = parent
            let children = 2 * parent + 1..<min(2 * parent + 3, max(heap.count, 2 * parent + 1))
            for child in children where Self.precedes(heap[worst], heap[child]) { worst = child }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
