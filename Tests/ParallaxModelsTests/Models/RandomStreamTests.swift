import ParallaxModels
import Testing

@Suite("Random streams")
struct RandomStreamTests {
    @Test("numbers are uniform in [0, 1), and streams and seeds differ")
    func uniform() {
        var stream = RandomStream(seed: 1, stream: 0)
        let drawn = (0..<10_000).map { _ in stream.unit() }
        #expect(drawn.allSatisfy { (0..<1).contains($0) })
        #expect(abs(drawn.reduce(0, +) / 10_000 - 0.5) < 0.02)
        var first: Set<UInt64> = []
        for seed in 0..<20 as Range<UInt64> {
            for row in 0..<20 {
                var stream = RandomStream(seed: seed, stream: row)
                first.insert(stream.next())
            }
        }
        #expect(first.count == 400)
    }

    @Test("a seed names the same numbers for ever")
    func fixed() {
        var stream = RandomStream(seed: 42, stream: 3), again = RandomStream(seed: 42, stream: 3)
        let drawn = (0..<3).map { _ in stream.next() }
        #expect(drawn == (0..<3).map { _ in again.next() })
    }

    @Test("draws below a bound are uniform, and shuffling keeps every element")
    func draws() {
        var stream = RandomStream(seed: 8, stream: 1)
        var seen = [Int](repeating: 0, count: 6)
        for _ in 0..<12_000 { seen[stream.index(below: 6)] += 1 }
        #expect(seen.allSatisfy { abs($0 - 2000) < 200 })
        #expect(stream.index(below: 1) == 0)
        let shuffled = stream.shuffled(Array(0..<50))
        #expect(shuffled != Array(0..<50) && shuffled.sorted() == Array(0..<50))
        // Each of the six orders of three comes up.
        #expect(Set((0..<100).map { _ in stream.shuffled([1, 2, 3]) }).count == 6)
        #expect(stream.shuffled([Int]()) == [])
    }
}
