import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Statistics of a site")
struct SiteStatisticsTests {
    typealias F = MeasureFixtures

    private func statistics(_ rows: Rows, _ name: String = "all") -> SiteStatistics {
        var statistics = SiteStatistics(width: rows.width, documents: [name])
        for row in 0..<rows.count { statistics.add(rows[row]) }
        return statistics
    }

    private func expectClose(_ a: SiteStatistics, _ b: SiteStatistics, _ tolerance: Double) {
        #expect(a.count == b.count)
        for (p, q) in zip(a.mean + a.unitMean, b.mean + b.unitMean) { #expect(F.isClose(p, q, tolerance)) }
        #expect(abs((a.variance ?? 0) / (b.variance ?? 1) - 1) < tolerance)
        #expect(abs((a.meanSquaredDeviation ?? 0) / (b.meanSquaredDeviation ?? 1) - 1) < tolerance)
    }

    @Test(
        "μ, Var and the spread agree with numpy, near the mean and far from it, and the published √d scaling gives the same Var",
        arguments: ["near", "far"])
    func golden(data: String) throws {
        let vectors = try SafetensorsFile(F.folder.appending(path: "vectors.safetensors").path)
        let cases = try #require(try F.golden()["cases"] as? [String: [String: Any]])
        let statistics = statistics(F.rows(try #require(vectors.tensors["\(data).x"])))
        let variance = try #require(statistics.variance)
        #expect(abs(variance / (try #require(cases[data]?["var"] as? Double)) - 1) < 1e-10)
        #expect(abs(variance / (try #require(cases[data]?["var_sqrt_d_scaling"] as? Double)) - 1) < 1e-9)
        #expect(
            abs(try #require(statistics.meanSquaredDeviation) / #require(cases[data]?["mean_squared_deviation"] as? Double) - 1) < 1e-12)
    }

    @Test("the spread survives a mean a million times larger, where Σ‖x‖² − n‖μ‖² keeps no digit")
    func massiveMean() {
        // x = 2^20 ± 1/8 exactly in float32; every deviation is 1/8 in each of 4 dimensions.
        let offset = Float(1 << 20)
        let rows = Rows((0..<1000).map { row in (0..<4).map { offset + ((row >> $0) & 1 == 0 ? 0.125 : -0.125) } }, width: 4)
        let statistics = statistics(Rows(count: 992, width: 4, values: Array(rows.values.prefix(992 * 4))))
        #expect(statistics.count == 992)
        #expect(abs((statistics.meanSquaredDeviation ?? 0) / 0.0625 - 1) < 1e-6)
        // Directions differ by the part across the mean: (1/8)² over ‖x‖² = 2^42, in 3 of the 4 dimensions.
        let across = 3 * 0.015625 / Double(1 << 42)
        #expect(abs((statistics.variance ?? 0) / across - 1) < 1e-3)
        let naive = statistics.sumOfNaiveSquares(rows: rows, count: 992)
        #expect(abs(naive / 0.0625 - 1) > 1e-6, "the naive formula would have been as good; the test shows nothing")
    }

    @Test("merging documents equals adding their rows; leaving one out equals recomputing, to 1e-12")
    func leaveOneOut() throws {
        var noise = F.Noise(seed: 21)
        let documents = (0..<6).map { noise.rows(20 + 7 * $0, 5, mean: Double($0) + 40) }
        var whole = SiteStatistics(width: 5)
        for (index, rows) in documents.enumerated() { try whole.merge(statistics(rows, "doc \(index)")) }
        let all = Rows(count: documents.reduce(0) { $0 + $1.count }, width: 5, values: documents.flatMap(\.values))
        expectClose(whole, statistics(all), 1e-12)
        for left in documents.indices {
            var others = whole
            try others.subtract(statistics(documents[left], "doc \(left)"))
            let rest = documents.indices.filter { $0 != left }.flatMap { documents[$0].values }
            expectClose(others, statistics(Rows(count: rest.count / 5, width: 5, values: rest)), 1e-12)
            #expect(others.documents == whole.documents.filter { $0 != "doc \(left)" })
        }
    }

    @Test("subtracting everything leaves nothing, and no statistics")
    func subtractAll() throws {
        var one = statistics(Rows([[1, 2], [3, 5]], width: 2))
        try one.subtract(statistics(Rows([[1, 2], [3, 5]], width: 2)))
        #expect(one.count == 0 && one.variance == nil && one.meanSquaredDeviation == nil)
        #expect(MeasureReference(one).variance.reason?.hasPrefix("no statistics") == true)
    }

    @Test("what is no part of the sums cannot be subtracted; other widths, sites and models do not merge")
    func refusals() {
        var sums = statistics(Rows([[1, 2], [3, 5]], width: 2), "a")
        #expect(throws: Complaint.self) { try sums.subtract(statistics(Rows([[1, 2]], width: 2), "b")) }
        #expect(throws: Complaint.self) { try sums.subtract(statistics(Rows(count: 3, width: 2, values: [1, 1, 1, 1, 1, 1]), "a")) }
        #expect(throws: Complaint.self) { try sums.merge(statistics(Rows([[1, 2, 3]], width: 3))) }
        var placed = SiteStatistics(width: 2, site: .residual(3), model: "m")
        #expect(throws: Complaint.self) { try placed.merge(SiteStatistics(width: 2, site: .residual(4), model: "m")) }
        #expect(throws: Complaint.self) { try placed.merge(SiteStatistics(width: 2, site: .residual(3), model: "n")) }
        #expect(sums.count == 2, "a refused operation changes nothing")
    }

    @Test("vectors that are not finite or zero are excluded, counted and named")
    func exclusions() {
        let sums = statistics(Rows([[1, 2], [.nan, 5], [0, 0], [.infinity, 0], [2, 1]], width: 2))
        #expect(sums.count == 2)
        #expect(sums.exclusions == [Exclusion(name: "not finite", count: 2), Exclusion(name: "zero vector", count: 1)])
    }

    @Test("fewer than 100 tokens are said to be few")
    func warning() {
        #expect(statistics(F.repeated([1, 2], 99)).warning == "μ and Var from 99 tokens of 1 document: fewer than 100 tokens, unstable")
        #expect(
            statistics(F.repeated([1, 2], 100)).warning == "μ and Var from 100 tokens of 1 document: fewer than 3 documents, unstable")
        var three = SiteStatistics(width: 2, documents: ["a", "b", "c"])
        for _ in 0..<100 { three.add([1, 2]) }
        #expect(three.warning == nil)
    }

    @Test("BOS and tokens above 10 × the median norm are left out by the workspace's rule, and the median is without them")
    func rule() {
        let norms = [5000.0, 10, 12, 11, 130, .nan, 0, 9]
        #expect(
            ExclusionRule.workspace.excluded(norms: norms, bos: [0]) == [
                0: "BOS", 4: "norm above 10 × the document's median", 5: "not finite", 6: "zero vector"
            ])
        #expect(ExclusionRule.none.excluded(norms: norms, bos: [0]) == [5: "not finite", 6: "zero vector"])
        #expect(ExclusionRule.workspace.excluded(norms: [5000], bos: [0]) == [0: "BOS"])
        #expect(ExclusionRule.workspace.excluded(norms: [], bos: []).isEmpty)
    }
}

extension SiteStatistics {
    /// mean ‖x − μ‖² by the formula that cancels.
    fileprivate func sumOfNaiveSquares(rows: Rows, count: Int) -> Double {
        let values = rows.values.prefix(count * rows.width).map(Double.init)
        let squares = values.reduce(0) { $0 + $1 * $1 }
        return squares / Double(count) - mean.reduce(0) { $0 + $1 * $1 }
    }
}
