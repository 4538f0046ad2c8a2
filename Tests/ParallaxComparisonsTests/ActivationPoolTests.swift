import Foundation
import ParallaxComparisons
import TestSupport
import Testing

@Suite("Pool of activations")
struct ActivationPoolTests {
    private func document(_ index: Int) -> Rows {
        var noise = MeasureFixtures.Noise(seed: UInt64(index))
        return noise.rows(20, 3)
    }

    private func pool(_ documents: [Int], limit: Int) throws -> ActivationPool {
        var pool = try ActivationPool(width: 3, limit: limit)
        for index in documents { pool.add(document: index, name: "doc\(index)", rows: document(index), positions: Array(1..<20)) }
        return pool
    }

    @Test("holds what fits, each vector with its place", arguments: [10, 50, 1000])
    func places(limit: Int) throws {
        let pool = try pool([0, 1, 2], limit: limit)
        #expect(pool.count == min(limit, 57))
        for (row, place) in pool.places.enumerated() { #expect(pool.rows[row] == document(place.document)[place.position]) }
        #expect(pool.places.allSatisfy { $0.position > 0 })
    }

    @Test("any order and any shards give the same pool")
    func merging() throws {
        let whole = try pool([0, 1, 2, 3, 4], limit: 30)
        #expect(try pool([3, 0, 4, 2, 1], limit: 30) == whole)
        var merged = try pool([1, 4], limit: 30)
        try merged.merge(pool([0, 3, 2], limit: 30))
        #expect(merged == whole)
    }

    @Test("is spread over documents, not filled by the first")
    func spread() throws {
        let documents = Set(try pool(Array(0..<10), limit: 40).places.map(\.document))
        #expect(documents.count == 10)
    }

    @Test("leaves documents out")
    func keeping() throws {
        #expect(try pool([0, 1, 2], limit: 1000).keeping(documents: [0, 2]) == pool([0, 2], limit: 1000))
    }

    @Test("is read as it was written, and refused where its parts do not fit")
    func coding() throws {
        let pool = try pool([0, 1], limit: 25), data = try JSONEncoder().encode(pool)
        #expect(try JSONDecoder().decode(ActivationPool.self, from: data) == pool)
        let short = String(decoding: data, as: UTF8.self).replacing("\"width\":3", with: "\"width\":4")
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ActivationPool.self, from: Data(short.utf8)) }
        #expect(throws: Complaint.self) { try ActivationPool(width: 1 << 20, limit: 1 << 20) }
    }
}
