import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Second moments and principal components")
struct PrincipalComponentsTests {
    typealias F = MeasureFixtures

    /// Rows of very different spread along a few directions, far from 0.
    private static func rows(_ count: Int, _ width: Int, seed: UInt64 = 3) -> Rows {
        var noise = F.Noise(seed: seed)
        var rows = noise.rows(count, width, mean: 7)
        for row in 0..<count {
            let common = Float(noise.normal())
            for i in 0..<width { rows.values[row * width + i] += common * Float(i % 5) }
        }
        return rows
    }

    private static func sums(_ rows: Rows) throws -> CovarianceSums {
        var sums = try CovarianceSums(width: rows.width)
        sums.add(rows)
        return sums
    }

    @Test("second moments of four points, by hand")
    func byHand() throws {
        // Mean (2, 1); deviations (−1, −1), (1, −1), (−2, 0), (2, 2).
        let sums = try Self.sums(Rows([[1, 0], [3, 0], [0, 1], [4, 3]], width: 2))
        #expect(sums.mean == [2, 1])
        #expect(sums.product(0, 0) == 10 && sums.product(1, 1) == 6 && sums.product(0, 1) == 4 && sums.product(1, 0) == 4)
        #expect(sums.squaredDeviation == 16)
    }

    @Test("the plain double loop, the trace of Moments, and any cut into calls and merges agree", arguments: [1, 5, 64, 130])
    func plain(width: Int) throws {
        let rows = Self.rows(700, width)
        let sums = try Self.sums(rows)
        let mean = F.mean(rows)
        for (i, j) in [(0, 0), (0, width - 1), (width / 2, width / 3), (width - 1, width - 1)] {
            let expected = (0..<rows.count).reduce(0.0) { $0 + (Double(rows[$1][i]) - mean[i]) * (Double(rows[$1][j]) - mean[j]) }
            #expect(F.isClose(sums.product(i, j), expected, 1e-11), "\(i), \(j)")
        }
        var moments = Moments(width: width)
        for row in 0..<rows.count { moments.add(rows[row]) }
        #expect(F.isClose(sums.squaredDeviation, moments.squaredDeviation, 1e-12))
        var merged = try Self.sums(rows.slice(0..<13))
        merged.merge(try CovarianceSums(width: width))
        merged.merge(try Self.sums(rows.slice(13..<600)))
        merged.merge(try Self.sums(rows.slice(600..<700)))
        #expect(merged.count == 700)
        for i in 0..<width { #expect(F.isClose(merged.product(i, 0), sums.product(i, 0), 1e-11)) }
    }

    @Test("a common offset of 65,536 leaves ten digits, where Σxx − n μμ would leave four")
    func offset() throws {
        let rows = Self.rows(300, 4)
        let far = F.map(rows) { ($0 * 64).rounded() / 64 + 65536 }, near = F.map(far) { $0 - 65536 }
        let (a, b) = (try Self.sums(far), try Self.sums(near))
        for i in 0..<4 { for j in i..<4 { #expect(F.isClose(a.product(i, j), b.product(i, j), 1e-10)) } }
    }

    @Test("documents folded in order give the same digits, whoever holds them and writes them to a file in between")
    func exact() throws {
        let documents = [0..<100, 100..<190, 190..<400].map { Self.rows(400, 200).slice($0) }
        var once = try CovarianceSums(width: 200)
        for document in documents { once.merge(try Self.sums(document)) }
        let stored = try documents.map { try JSONEncoder().encode(Self.sums($0)) }
        var again = try CovarianceSums(width: 200)
        for data in stored { again.merge(try JSONDecoder().decode(CovarianceSums.self, from: data)) }
        #expect(again == once)
    }

    @Test("scales make unit vectors: their trace is n Var")
    func scales() throws {
        let rows = Self.rows(80, 6)
        var sums = try CovarianceSums(width: 6), statistics = SiteStatistics(width: 6)
        for row in 0..<rows.count { statistics.add(rows[row]) }
        sums.add(rows, scales: (0..<rows.count).map { row in 1 / rows[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() })
        #expect(F.isClose(sums.squaredDeviation / 80, try #require(statistics.variance), 1e-12))
    }

    @Test("absurd widths are refused before anything is allocated, and so are files that no rows make")
    func refusals() throws {
        for width in [0, -1, CovarianceSums.widest + 1, .max] { #expect(throws: Complaint.self) { try CovarianceSums(width: width) } }
        let good = String(decoding: try JSONEncoder().encode(Self.sums(Self.rows(20, 3))), as: UTF8.self)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(CovarianceSums.self, from: Data(good.replacing("\"count\":20", with: "\"count\":-1").utf8))
        }
        let short = try JSONEncoder().encode([
            "mean": Data(count: 24).base64EncodedString(), "products": Data(count: 40).base64EncodedString()
        ])
        let text = String(decoding: short, as: UTF8.self).dropLast() + ",\"count\":2}"
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(CovarianceSums.self, from: Data(text.utf8)) }
        #expect(throws: Complaint.self) { try PrincipalComponents(Self.sums(Rows([[1, 2]], width: 2))) }
    }

    @Test("the eigenvectors of a known covariance: along (1, 1) and (1, −1), largest element positive")
    func knownBasis() throws {
        // Deviations ±(3, 3) and ±(1, −1): covariance [[5, 4], [4, 5]], eigenvalues 9 and 1.
        let basis = try PrincipalComponents(Self.sums(Rows([[4, 5], [-2, -1], [2, 1], [0, 3]], width: 2)))
        #expect(basis.mean == [1, 2] && basis.highestRank == 2)
        #expect(F.isClose(basis.eigenvalues[0], 9, 1e-12) && F.isClose(basis.eigenvalues[1], 1, 1e-12))
        let half = 0.5.squareRoot()
        #expect(zip(basis.vector(0), [half, half]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(abs(abs(basis.vector(1)[0]) - half) < 1e-12 && abs(basis.vector(1)[0] + basis.vector(1)[1]) < 1e-12)
        // (5, 2) is (4, 0) from the mean; along (1, 1) that is (2, 2).
        #expect(zip(basis.reconstruct([5, 2], rank: 1), [3, 4] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(basis.reconstruct([5, 2], rank: 0) == [1, 2])
    }

    @Test("eigenvectors are orthonormal, eigenvalues descend and sum to the trace, every rank is the best linear code of its size")
    func decomposition() throws {
        let rows = Self.rows(900, 48)
        let sums = try Self.sums(rows), basis = try PrincipalComponents(sums)
        #expect(zip(basis.eigenvalues, basis.eigenvalues.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(F.isClose(basis.eigenvalues.reduce(0, +), sums.squaredDeviation / 900, 1e-12))
        for (a, b) in [(0, 0), (0, 1), (5, 40), (47, 47)] {
            let product = zip(basis.vector(a), basis.vector(b)).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(product - (a == b ? 1 : 0)) < 1e-12)
        }
        for k in 0..<48 { #expect((basis.vector(k).max { abs($0) < abs($1) } ?? -1) > 0) }
        // On the rows behind the covariance, the error of rank k is the sum of the eigenvalues left out.
        let errors = basis.errors(rows)
        for k in [0, 1, 7, 47] {
            #expect(F.isClose(errors.squared[k].number, basis.eigenvalues[k...].reduce(0, +), 1e-9), "rank \(k)")
        }
        #expect(abs(try #require(errors.squared[48].number)) < 1e-9)
    }

    @Test("the errors of every rank are those of the reconstructions themselves, and tell the rank that matches")
    func errors() throws {
        let basis = try PrincipalComponents(Self.sums(Self.rows(400, 12)))
        let others = Self.rows(60, 12, seed: 11)
        let errors = basis.errors(others)
        for k in 0...12 {
            let y = Rows((0..<60).map { basis.reconstruct(others[$0], rank: k) }, width: 12)
            let set = try F.measures(others, y)
            let squared =
                (0..<60).reduce(0.0) { sum, row in
                    sum + zip(others[row], y[row]).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
                } / 60
            #expect(F.isClose(errors.squared[k].number, squared, 1e-5), "rank \(k)")
            #expect(F.isClose(errors.normalised[k].number, try #require(set.measure(.mseNormalised).number), 1e-6), "rank \(k)")
            #expect(errors.rank(matchingSquared: try #require(errors.squared[k].number)) == k)
        }
        #expect(errors.rank(matchingSquared: -1) == nil)
        #expect(errors.rank(matchingNormalised: 4) == 0)
    }

    @Test("what has no direction has no normalised error, and no rows have none at all")
    func undefined() throws {
        let basis = try PrincipalComponents(Self.sums(Rows([[1, 1], [-1, -1], [1, -1], [-1, 1]], width: 2)))
        let errors = basis.errors(Rows([[2, 1]], width: 2))
        #expect(errors.normalised[0].reason == "row 0: the reconstruction is the zero vector, which has no direction")
        #expect(errors.squared[0] == .value(5) && errors.normalised[2].number != nil)
        #expect(basis.errors(Rows(count: 0, width: 2)).squared[0].number == nil)
    }

    @Test("few rows span few directions")
    func fewRows() throws {
        let basis = try PrincipalComponents(Self.sums(Self.rows(3, 10)))
        #expect(basis.highestRank == 2)
        #expect(basis.eigenvalues[2...].allSatisfy { $0 >= 0 && $0 < 1e-9 })
    }
}
