import ParallaxCompute
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
}
