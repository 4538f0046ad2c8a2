import Foundation
@testable import ParallaxComparisons
import TestSupport
import Testing

@Suite("Partial results of a comparison")
struct PartialFileTests {
    private let fixture = ComparisonFixture(documents: 9)
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func url(_ name: String) -> URL { folder.url.appending(path: name) }

    private func partial(_ name: String, of fixture: ComparisonFixture, shard: Shard = .whole) throws -> PartialFile {
        let partial = try PartialFile(url(name), plan: fixture.plan, basis: fixture.basis, shard: shard)
        let records = fixture.noisyRecords(noise: [0.1, 0.3, 1])
        for place in partial.missing { try partial.append(records[place]) }
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
        let shards = try Shard.all(4).map { try partial("shard\($0.index)", of: fixture, shard: $0) }
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
        #expect(again.missing == [4, 5, 6, 7, 8])
        for place in again.missing { try again.append(records[place]) }
        #expect(try report(again.records()) == whole)
    }

    @Test("a partial of another comparison is refused with what is different about it")
    func foreign() throws {
        _ = try partial("a", of: fixture)
        let other = ComparisonFixture(documents: 9, seed: 1)
        #expect(
            performing: { try PartialFile(url("a"), plan: other.plan, basis: other.basis) }, throws: { "\($0)".contains("other options") })
        let more = ComparisonFixture(documents: 10)
        #expect(
            performing: { try PartialFile(url("a"), plan: more.plan, basis: more.basis) },
            throws: { "\($0)".contains("other documents (9)") })
        #expect(
            performing: { try PartialRecords([partial("a", of: fixture), partial("b", of: other)]) },
            throws: { "\($0)".contains("merge shards of one run only") })
    }

    @Test("two runs do not write the same partial")
    func held() throws {
        let first = try partial("a", of: fixture)
        #expect(
            performing: { try PartialFile(url("a"), plan: fixture.plan, basis: fixture.basis) },
            throws: { "\($0)".contains("another run at work on them") })
        #expect(try PartialFile(url("a")).count == first.count, "reading is no harm")
    }

    @Test("a document in two parts is refused")
    func twice() throws {
        let part = try #require(Shard(1, of: 3)), a = try partial("a", of: fixture, shard: part),
            b = try partial("b", of: fixture, shard: part)
        #expect(
            performing: { try PartialRecords([a, b]) },
            throws: { "\($0)".contains("in a (part 1 of 3), b (part 1 of 3); leave one of them out") })
        #expect(performing: { try PartialRecords([a, PartialFile(url("a"))]) }, throws: { "\($0)".contains("name every file once") })
    }

    @Test("files that are no partials are refused")
    func foreignFiles() throws {
        for other in [
            Data("{}".utf8), RecordScan.line, RecordScan.line.prefix(5), Data("parallax.comparison 1\n".utf8),
            RecordScan.line + RecordBlock.mark, Data(count: 5000)
        ] {
            try other.write(to: url("b"))
            #expect(throws: Complaint.self) { try PartialFile(url("b")) }
        }
    }

    @Test("a state remembers which part it was begun as; another part is refused before any work is done")
    func remembered() throws {
        let second = try #require(Shard(2, of: 4))
        _ = try partial("a", of: fixture, shard: second)
        #expect(try PartialPlace(url("a"), shard: second).scan?.head.shard == second)
        for other in [Shard.whole, Shard(1, of: 2)!, Shard(2, of: 5)!, Shard(1, of: 4)!] {
            #expect(
                performing: { try PartialPlace(url("a"), shard: other) },
                throws: {
                    "\($0)".contains("expected part 2 of 4, as which it was begun, found a run of \(other.words); go on with --shard 2/4")
                })
        }
        _ = try partial("b", of: fixture)
        #expect(
            performing: { try PartialPlace(url("b"), shard: second) },
            throws: { "\($0)".contains("expected the whole, as which it was begun, found a run of part 2 of 4; run it without --shard") })
    }

    @Test("what is missing from a merge is said by part, with the command that makes it")
    func missingParts() throws {
        let parts = Shard.all(4)
        let first = try partial("a", of: fixture, shard: parts[0])
        let third = try PartialFile(url("c"), plan: fixture.plan, basis: fixture.basis, shard: parts[2])
        try third.append(fixture.noisyRecords(noise: [0.1, 0.3, 1])[2])
        #expect(
            PartialRecords.missing([first, third]) == [
                "part 2 of 4 is missing, 2 documents (doc1, doc5): parallax compare with --shard 2/4 --state FILE makes it",
                "c, part 3 of 4, lacks 1 of its documents (doc6): parallax compare with --shard 3/4 --state c makes it",
                "part 4 of 4 is missing, 2 documents (doc3, doc7): parallax compare with --shard 4/4 --state FILE makes it"
            ])
        #expect(PartialRecords.missing([try partial("whole", of: fixture)]).isEmpty)
    }

    @Test(
        "plans whose numbers cannot be are refused, whatever they are",
        arguments: [
            (#""tokens":11"#, #""tokens":4611686018427387904"#), (#""tokens":11"#, #""tokens":-1"#), (#""tokens":11"#, #""tokens":1e300"#),
            (#""index":3"#, #""index":-3"#),
            (#""index":3"#, #""index":4611686018427387904"#), (#""width":6"#, #""width":4611686018427387904"#),
            (#""resamples":200"#, #""resamples":4611686018427387904"#),
            (#""pool":100"#, #""pool":4611686018427387904"#), (#""poolSize":8192"#, #""poolSize":-1"#),
            (#""vocabularies":[10]"#, #""vocabularies":[4611686018427387904]"#)
        ])
    func hugeCounts(old: String, new: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(
            decoding: try encoder.encode(RecordScan.Head(plan: fixture.plan, basis: fixture.basis, shard: .whole)), as: UTF8.self)
        #expect(text.contains(old))
        func file(_ text: String) throws { try (RecordScan.line + RecordBlock.data(.head, 0, Data(text.utf8))).write(to: url("b")) }
        try file(text)
        #expect(try PartialFile(url("b")).count == 0)
        try file(text.replacing(old, with: new))
        #expect(throws: Complaint.self) { try PartialFile(url("b")) }
        try file(text.replacing(#""shard":"1/1""#, with: #""shard":"1/0""#))
        #expect(throws: Complaint.self) { try PartialFile(url("b")) }
    }
}
