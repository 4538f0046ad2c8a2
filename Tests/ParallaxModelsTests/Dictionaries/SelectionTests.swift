import ParallaxModels
import TestSupport
import Testing

@Suite("The largest are selected without sorting everything")
struct SelectionTests {
    private func select(_ k: Int, _ values: [Float]) -> [Int] {
        values.withUnsafeBufferPointer { TopSelection.largestPositive(k, of: $0).map(\.index) }
    }

    @Test("the selection is what sorting gives, for any k")
    func againstSorting() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            // Few distinct values, so that ties are common.
            let values = (0..<Int.random(in: 1...60, using: &generator)).map { _ in Float(Int.random(in: -4...6, using: &generator)) }
            let sorted = values.indices.filter { values[$0] > 0 }.sorted { (-values[$0], $0) < (-values[$1], $1) }
            let k = Int.random(in: 0...70, using: &generator)
            #expect(select(k, values) == Array(sorted.prefix(k)), "\(values), \(k)")
        }
    }

    @Test("equal values are taken by the lowest index")
    func ties() { #expect(select(3, [1, 2, 1, 2, 1]) == [1, 3, 0]) }

    @Test("zero, negative and undefined values are never selected")
    func notPositive() { #expect(select(9, [0, -1, .nan, 3, -.infinity, -0.0]) == [3]) }
}
