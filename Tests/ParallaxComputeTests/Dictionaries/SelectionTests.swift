import ParallaxCompute
import Testing

@Suite("The largest are selected without sorting everything")
struct SelectionTests {
    private func select(_ k: Int, _ values: [Float]) -> [Int] {
        values.withUnsafeBufferPointer { TopSelection.largestPositive(k, of: $0).map(\.index) }
    }

    @Test("the selection is what sorting gives, for any k")
    func againstSorting() {
        var generator = SplitMix(state: 1)
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

/// A seeded generator, so that a failure comes back.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
