import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("Linear probes")
struct LinearProbeTests {
    /// Twelve dimensions of which the first three hold the value, the rest nothing.
    private static func world(documents: Int, seed: UInt64, strength: Double) -> (rows: Rows, values: [String], documents: [String]) {
        var noise = MeasureFixtures.Noise(seed: seed), rows: [[Float]] = [], values: [String] = [], titles: [String] = []
        for document in 0..<documents {
            for _ in 0..<6 {
                let value = Int(noise.uniform() * 3)
                rows.append((0..<12).map { Float(($0 == value ? strength : 0) + noise.normal()) })
                values.append(["oak", "pine", "yew"][value])
                titles.append("doc \(document)")
            }
        }
        return (Rows(rows, width: 12), values, titles)
    }

    @Test("what stands in h is read on other documents, with a posterior that sums to 1")
    func readable() throws {
        let (train, test) = (Self.world(documents: 50, seed: 1, strength: 4), Self.world(documents: 30, seed: 2, strength: 4))
        let probe = try LinearProbe.fit(train.rows, values: train.values, documents: train.documents)
        #expect(probe.values == ["oak", "pine", "yew"])
        let accuracy = probe.accuracy(test.rows, values: test.values, documents: test.documents, className: "tree")
        #expect(accuracy.accuracy > 0.93 && accuracy.count == 180 && accuracy.documents == 30 && !accuracy.cannotRead)
        #expect(accuracy.chance < 0.45 && accuracy.standardError > 0 && accuracy.standardError < 0.03)
        let first = Array(test.rows[0])
        #expect(abs(probe.posterior(first).reduce(0, +) - 1) < 1e-12)
        #expect(probe.posterior(first, of: probe.best(first)) == probe.posterior(first).max() && probe.posterior(first, of: "ash") == nil)
    }

    @Test("what does not stand in h is not read, and the probe says so")
    func unreadable() throws {
        let (train, test) = (Self.world(documents: 50, seed: 3, strength: 0), Self.world(documents: 40, seed: 4, strength: 0))
        let probe = try LinearProbe.fit(train.rows, values: train.values, documents: train.documents)
        #expect(probe.accuracy(test.rows, values: test.values, documents: test.documents, className: "tree").cannotRead)
    }

    @Test("values of fewer than three rows are left out, and rows with them counted apart")
    func rare() throws {
        var (rows, values, documents) = Self.world(documents: 20, seed: 5, strength: 4)
        (values[0], values[1]) = ("ash", "ash")
        let probe = try LinearProbe.fit(rows, values: values, documents: documents)
        #expect(probe.values == ["oak", "pine", "yew"])
        #expect(probe.accuracy(rows, values: values, documents: documents, className: "tree").unknown == 2)
        #expect(throws: Complaint.self) {
            try LinearProbe.fit(rows, values: rows.count > 0 ? values.map { _ in "oak" } : [], documents: documents)
        }
        rows = Rows(count: rows.count, width: 12, values: rows.values.map { _ in .nan })
        #expect(throws: Complaint.self) { try LinearProbe.fit(rows, values: values, documents: documents) }
    }

    @Test("the same rows give the same probe; a dimension that never varies does no harm")
    func deterministic() throws {
        let (rows, values, documents) = Self.world(documents: 12, seed: 6, strength: 2)
        let flat = Rows(count: rows.count, width: 13, values: (0..<rows.count).flatMap { Array(rows[$0]) + [7] })
        let once = try LinearProbe.fit(flat, values: values, documents: documents),
            again = try LinearProbe.fit(flat, values: values, documents: documents)
        #expect(once.posterior(Array(flat[0])) == again.posterior(Array(flat[0])) && once.posterior(Array(flat[0])).allSatisfy(\.isFinite))
    }
}
