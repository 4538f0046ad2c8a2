import ParallaxMeasures
import TestSupport
import Testing

@Suite("Quantiles of what is read several times")
struct QuantileSearchTests {
    private func search(_ values: [Double], atMost limit: Int? = nil) -> (quantiles: [Double?], passes: Int) {
        var search = QuantileSearch(shares: [0, 0.1, 0.5, 0.9, 1], atMost: limit ?? values.count), passes = 0
        repeat {
            for value in values { search.add(value) }
            search.endPass()
            passes += 1
        } while !search.isDone && passes < 20
        return (search.quantiles, passes)
    }

    private func expected(_ values: [Double]) -> [Double?] {
        [0, 0.1, 0.5, 0.9, 1].map { Distribution.quantile($0, sorted: values.sorted()) }
    }

    @Test("few values are sorted in one pass; none have no quantile", arguments: [0, 1, 2, 7, 1000])
    func few(count: Int) {
        var noise = MeasureFixtures.Noise(seed: 3)
        let values = (0..<count).map { _ in noise.normal() }, found = search(values)
        #expect(found.quantiles == expected(values) && found.passes == 1)
    }

    @Test("many are found exactly in a few passes, of either sign, of all sizes")
    func many() {
        var noise = MeasureFixtures.Noise(seed: 4)
        for scale in [1e-300, 1e-3, 1, 1e200] {
            let values = (0..<20_000).map { _ in noise.normal() * scale }, found = search(values)
            #expect(found.quantiles == expected(values) && found.passes <= 4, "\(scale), \(found.passes) passes")
        }
    }

    @Test("values that are equal by the thousand, both zeros among them")
    func ties() {
        let values = (0..<30_000).map { [0.25, -0.0, 0, -1, 1][$0 % 5] }, found = search(values)
        #expect(found.quantiles == expected(values) && found.passes <= 6)
        #expect(search([Double](repeating: 0.1, count: 10_000)).quantiles == expected([0.1]))
    }

    @Test("fewer values than there could be are no harm")
    func fewerThanPossible() {
        var noise = MeasureFixtures.Noise(seed: 5)
        let values = (0..<50).map { _ in noise.uniform() }
        #expect(search(values, atMost: 1_000_000).quantiles == expected(values))
        #expect(search([], atMost: 1_000_000).quantiles == [nil, nil, nil, nil, nil])
    }
}
