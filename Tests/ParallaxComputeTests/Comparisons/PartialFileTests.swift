import Foundation
@testable import ParallaxCompute
import Testing

@Suite("Partial results of a comparison")
struct PartialFileTests {
    private let fixture = ComparisonFixture(documents: 9)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func url(_ name: String) -> URL { folder.url.appending(path: name) }

    private func partial(_ name: String, of fixture: ComparisonFixture, shard: (index: Int, count: Int) = (1, 1)) throws -> PartialFile {
        let partial = try PartialFile(url(name), plan: fixture.plan, basis: fixture.basis)
        let records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        for place in partial.missing(shard: shard) { try partial.append(records[place]) }
        return partial
    }

    private func report(_ records: any ComparisonRecords) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(ReportBuilder(plan: fixture.plan, basis: fixture.basis).report(of: records))
    }

    @Test("what is read back is what was written, to the last bit, missing values and their reasons included")
    func roundTrip() throws {
        var records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        records[3].set(5, 2, .undefined("a reason"))
        records[3].setAbsent(6, 2, "no text")
        records[3].set(7, 0, .value(.leastNonzeroMagnitude))
        let file = try PartialFile(url("a"), plan: fixture.plan, basis: fixture.basis)
        for record in records { try file.append(record) }
        let read = try PartialFile(url("a")).records()
        #expect(read.count == 9)
        for (index, record) in records.enumerated() {
            let copy = try read.record(index)
            #expect(copy.values.map(\.bitPattern) == record.values.map(\.bitPattern))
            #expect(copy.sums == record.sums && copy.activations == record.activations)
            #expect(copy.rankSquaredErrors == record.rankSquaredErrors && copy.rankNormalisedErrors == record.rankNormalisedErrors)
            #expect(copy.strata == record.strata && copy.tokens == record.tokens && copy.reasons == record.reasons)
        }
        let copy = try read.record(3)
        #expect(copy.outcome(5, 2).reason == "a reason" && !copy.isAbsent(5, 2) && copy.isAbsent(6, 2))
    }

    @Test("four shards merged give the report of one run, byte for byte, in whatever order they are named")
    func shards() throws {
        let whole = try report(try partial("whole", of: fixture).records())
        let shards = try (1...4).map { try partial("shard\($0)", of: fixture, shard: ($0, 4)) }
        #expect(shards.map(\.count) == [3, 2, 2, 2])
        #expect(try report(PartialRecords([shards[2], shards[0], shards[3], shards[1]])) == whole)
        try WholeFile.write(to: url("merged")) { try PartialFile.merge(shards, into: $0) }
        #expect(try report(PartialFile(url("merged")).records()) == whole)
    }

    @Test("a run that was cut off in the middle of a document continues behind the last whole one", arguments: [1, 9, 400])
    func continued(cut: Int) throws {
        let whole = try report(try partial("whole", of: fixture).records())
        let records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        func interrupted() throws {
            let first = try PartialFile(url("a"), plan: fixture.plan, basis: fixture.basis)
            for place in 0..<5 { try first.append(records[place]) }
        }
        try interrupted()
        let bytes = try Data(contentsOf: url("a"))
        try bytes.dropLast(cut).write(to: url("a"))
        let again = try PartialFile(url("a"), plan: fixture.plan, basis: fixture.basis)
        #expect(again.count == 4)
        #expect(again.missing() == [4, 5, 6, 7, 8])
        for place in again.missing() { try again.append(records[place]) }
        #expect(try report(again.records()) == whole)
    }

    @Test("a partial of another comparison is refused with what is different about it")
    func foreign() throws {
        _ = try partial("a", of: fixture)
        let other = ComparisonFixture(documents: 9, seed: 1)
        #expect(performing: { try PartialFile(url("a"), plan: other.plan, basis: other.basis) }, throws: { "\($0)".contains("other options") })
        let more = ComparisonFixture(documents: 10)
        #expect(performing: { try PartialFile(url("a"), plan: more.plan, basis: more.basis) }, throws: { "\($0)".contains("other documents (9)") })
        #expect(performing: { try PartialRecords([partial("a", of: fixture), partial("b", of: other)]) }, throws: { "\($0)".contains("merge shards of one run only") })
    }

    @Test("two runs do not write the same partial")
    func held() throws {
        let first = try partial("a", of: fixture, shard: (1, 3))
        #expect(performing: { try PartialFile(url("a"), plan: fixture.plan, basis: fixture.basis) }, throws: { "\($0)".contains("another run at work on them") })
        #expect(try PartialFile(url("a")).count == first.count, "reading is no harm")
    }

    @Test("a document in two parts is refused")
    func twice() throws {
        let a = try partial("a", of: fixture, shard: (1, 3)), b = try partial("b", of: fixture, shard: (1, 3))
        #expect(performing: { try PartialRecords([a, b]) }, throws: { "\($0)".contains("in a, b") })
    }

    @Test("files that are no partials, and damaged ones, are refused and never crash")
    func hostile() throws {
        _ = try partial("a", of: fixture)
        let bytes = try Data(contentsOf: url("a"))
        for other in [Data(), Data("{}".utf8), PartialFile.magic, bytes.prefix(200), Data("parallax.comparison 1\n".utf8) + bytes.dropFirst(PartialFile.magic.count)] {
            try other.write(to: url("b"))
            #expect(throws: Complaint.self) { try PartialFile(url("b")) }
        }
        var noise = MeasureFixtures.Noise(seed: 3)
        for _ in 0..<200 {
            var damaged = bytes
            damaged[Int(noise.uniform() * Double(bytes.count))] = UInt8(noise.uniform() * 256)
            try damaged.write(to: url("b"))
            // Either the damage is seen, or what is left is whole.
            if let partial = try? PartialFile(url("b")) { #expect(partial.count <= 9) }
        }
    }
}
