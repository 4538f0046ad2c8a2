import Foundation
@testable import ParallaxComparisons
import TestSupport
import Testing

@Suite("Damage to partial results costs the record that it hits, and no other")
struct DamagedPartialTests {
    private let fixture = ComparisonFixture(documents: 5)
    private let folder: TemporaryFolder
    private let records: [DocumentRecord]
    /// A finished partial, and where its records are.
    private let bytes: Data
    private let places: [Range<Int>]

    init() throws {
        folder = try TemporaryFolder()
        records = fixture.noisyRecords(tokens: 3, noise: [0.1, 0.3, 1])
        let whole = try PartialFile(folder.url.appending(path: "whole"), plan: fixture.plan, basis: fixture.basis)
        for record in records { try whole.append(record) }
        bytes = try Data(contentsOf: whole.url)
        places = try fixture.plan.documents.map { try #require(whole.place(of: $0.index)) }
    }

    private func url(_ name: String) -> URL { folder.url.appending(path: name) }

    private func write(_ bytes: Data) throws -> URL {
        try bytes.write(to: url("damaged"))
        return url("damaged")
    }

    private func open(_ bytes: Data) throws -> PartialFile { try PartialFile(try write(bytes)) }

    private func continued() throws -> PartialFile { try PartialFile(url("damaged"), plan: fixture.plan, basis: fixture.basis) }

    /// Every record that is held is the one that was written, bit for bit.
    private func checkRecords(_ partial: PartialFile) throws {
        let read = try partial.records()
        #expect(read.count == partial.count)
        for index in 0..<read.count {
            let record = try read.record(index)
            #expect(try record.bytes == records[record.index].bytes)
        }
    }

    /// The bits that are turned: some of every part of the file; all with PARALLAX_FLIPS=all.
    private func flips() -> [(byte: Int, bit: Int)] {
        if ProcessInfo.processInfo.environment["PARALLAX_FLIPS"] == "all" {
            return bytes.indices.flatMap { byte in (0..<8).map { (byte, $0) } }
        }
        var random = SeededGenerator(seed: 13)
        let edges = places.flatMap { $0.lowerBound - RecordBlock.headerSize..<$0.lowerBound + 12 }
        return
            (Array(0..<70) + edges.shuffled(using: &random).prefix(120)
            + (0..<250).map { _ in Int.random(in: bytes.indices, using: &random) }).map { ($0, Int.random(in: 0..<8, using: &random)) }
    }

    @Test(
        "a flipped bit anywhere: all records but at most the one that it lies in are read as they were, that one is named, and a run computes it again"
    )
    func flipped() throws {
        var lost = 0
        for (byte, bit) in flips() {
            var damaged = bytes
            damaged[byte] ^= 1 << bit
            let partial = try open(damaged)
            try checkRecords(partial)
            let hit = places.firstIndex { $0.lowerBound - RecordBlock.headerSize <= byte && byte < $0.upperBound }
            #expect(partial.missing == [hit].compactMap { $0 }, "byte \(byte)")
            #expect((partial.damageTold == nil) == (hit == nil), "byte \(byte)")
            if let hit, byte >= places[hit].lowerBound { #expect(partial.damageTold == "1 damaged record (document \(hit) (doc\(hit)))") }
            if hit != nil { lost += 1 }
            // A run goes on with the rest, and nothing of the file is taken away.
            let again = try continued()
            for place in again.missing { try again.append(records[place]) }
            #expect(try PartialFile(url("damaged")).damageTold == nil, "computed again is as good as never damaged")
            #expect(try Data(contentsOf: url("damaged")).count >= bytes.count)
            let finished = try PartialFile(url("damaged"))
            #expect(finished.count == records.count)
            try checkRecords(finished)
        }
        #expect(lost > 50)
    }

    @Test("both copies of the head say the plan; a damaged one is made whole by the next run")
    func heads() throws {
        let second = 4096
        #expect(bytes.withUnsafeBytes { RecordBlock(header: $0, at: second)?.kind } == .head)
        for part in [0..<RecordScan.line.count, 0..<second, second..<second + 40, second + 100..<second + 1100] {
            var damaged = bytes
            damaged.replaceSubrange(part, with: Data(count: part.count))
            let partial = try open(damaged)
            #expect(partial.count == 5 && partial.damageTold == nil)
            #expect(try continued().count == 5)
            #expect(try Data(contentsOf: url("damaged")) == bytes, "whole again")
        }
        var both = bytes
        both[60] ^= 4
        both[second + 60] ^= 4
        #expect(performing: { try open(both) }, throws: { "\($0)".contains("without a plan that can be read") })
        #expect(throws: Complaint.self) { try continued() }
        #expect(try Data(contentsOf: url("damaged")) == both, "nothing was touched")
    }

    @Test("a lost sector costs the records that lie in it; those behind it are read", arguments: 0..<40)
    func sectors(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var damaged = bytes
        let first = Int.random(in: places[0].lowerBound - RecordBlock.headerSize..<bytes.count, using: &random),
            part = first..<min(bytes.count, first + 512)
        damaged.replaceSubrange(
            part,
            with: seed.isMultiple(of: 2)
                ? Data(count: part.count) : Data((0..<part.count).map { _ in UInt8.random(in: 0...255, using: &random) }))
        let partial = try open(damaged)
        try checkRecords(partial)
        let hit = places.indices.filter { (places[$0].lowerBound - RecordBlock.headerSize..<places[$0].upperBound).overlaps(part) }
        #expect(partial.missing == hit)
        let again = try continued()
        for place in again.missing { try again.append(records[place]) }
        try checkRecords(again)
        #expect(try PartialFile(url("damaged")).count == records.count)
    }

    @Test("bytes that were put in or taken out in the middle cost the record there")
    func shifted() throws {
        let middle = places[2].lowerBound + 50
        for damaged in [
            bytes.prefix(middle) + Data("put in".utf8) + bytes.dropFirst(middle), bytes.prefix(middle) + bytes.dropFirst(middle + 9)
        ] {
            let partial = try open(Data(damaged))
            #expect(partial.missing == [2] && partial.damageTold?.contains("doc2") == true)
            try checkRecords(partial)
        }
    }

    @Test("a write that was cut off anywhere is dropped, is no damage, and the run goes on with its document")
    func torn() throws {
        let start = places[4].lowerBound - RecordBlock.headerSize
        for cut in Array(start..<start + 60) + Array(stride(from: start + 61, to: bytes.count, by: 97)) {
            let partial = try open(bytes.prefix(cut))
            #expect(partial.missing == [4] && partial.damageTold == nil, "\(cut)")
            let again = try continued()
            #expect(try Data(contentsOf: url("damaged")).count == start)
            try again.append(records[4])
            #expect(try Data(contentsOf: url("damaged")) == bytes)
        }
    }

    @Test("a beginning that was cut off anywhere is begun by the next run of the same comparison, and left alone by any other")
    func tornBeginning() throws {
        let beginning = try RecordScan.beginning(.init(plan: fixture.plan, basis: fixture.basis, shard: .whole)),
            other = ComparisonFixture(documents: 5, seed: 3)
        for cut in Array(0..<80) + Array(stride(from: 80, to: beginning.count, by: 211)) {
            _ = try write(beginning.prefix(cut))
            // Before the plan's checksum it may still become anybody's.
            if cut >= 60 { #expect(throws: Complaint.self) { try PartialFile(url("damaged"), plan: other.plan, basis: other.basis) } }
            let partial = try PartialFile(try write(beginning.prefix(cut)), plan: fixture.plan, basis: fixture.basis)
            try partial.append(records[0])
            #expect(try Data(contentsOf: url("damaged")) == bytes.prefix(places[0].upperBound), "\(cut)")
        }
    }

    @Test("marks that lie within each other's blocks do not make reading slow")
    func hostileMarks() throws {
        var block = Data()
        // Headers without end, each with a whole checksum of its own, and each claiming all that follows.
        for place in 0..<30_000 { block.append(RecordBlock.data(.record, place, Data(count: 0)).prefix(RecordBlock.headerSize)) }
        var hostile = Data(bytes.prefix(places[0].lowerBound - RecordBlock.headerSize))
        let all = block.count
        for place in stride(from: 0, to: all, by: RecordBlock.headerSize) {
            var header = Data(RecordBlock.mark)
            var fields = Data(Array(block[place + 8..<place + 24]))
            withUnsafeBytes(of: UInt64(all - place - RecordBlock.headerSize).littleEndian) { fields.append(contentsOf: $0) }
            header += fields
            withUnsafeBytes(of: fields.withUnsafeBytes { CRC32.checksum($0) }.littleEndian) { header.append(contentsOf: $0) }
            hostile += header
        }
        let start = ContinuousClock.now
        let partial = try open(hostile)
        #expect(partial.count == 0 && partial.damageTold != nil)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    // MARK: The form before this one

    /// As programs before version 3 wrote it.
    private func former(_ records: [DocumentRecord]) throws -> (bytes: Data, places: [Range<Int>]) {
        func block(_ payload: Data) -> Data {
            var data = Data(littleEndian: UInt64(payload.count))
            data.append(payload)
            withUnsafeBytes(of: payload.withUnsafeBytes { CRC32.checksum($0) }.littleEndian) { data.append(contentsOf: $0) }
            return data
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data =
            Data("parallax.comparison 2\n".utf8) + block(try encoder.encode(RecordScan.Head(plan: fixture.plan, basis: fixture.basis)))
        var places: [Range<Int>] = []
        for record in records {
            let own = block(try record.bytes)
            places.append(data.count..<data.count + own.count)
            data += own
        }
        return (data, places)
    }

    @Test("a file of the form before is read, goes on in the new form, and damage in it costs no more than its record")
    func formerForm() throws {
        let (old, places) = try former(Array(records.prefix(4)))
        #expect(try open(old).missing == [4])
        try checkRecords(try open(old))
        try continued().append(records[4])
        #expect(try Data(contentsOf: url("damaged")) == bytes, "as if it had been written by this program")

        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var damaged = old
            let byte = Int.random(in: places[0].lowerBound..<old.count, using: &random)
            damaged[byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let partial = try open(damaged), hit = try #require(places.firstIndex { $0.contains(byte) })
            try checkRecords(partial)
            #expect(partial.missing == [hit, 4], "byte \(byte)")
            let again = try continued()
            for place in again.missing { try again.append(records[place]) }
            #expect(try PartialFile(url("damaged")).count == 5)
            try checkRecords(again)
        }
        for cut in stride(from: places[3].lowerBound, to: old.count, by: 37) {
            #expect(try open(old.prefix(cut)).missing == [3, 4])
            #expect(try open(old.prefix(cut)).damageTold == nil)
        }
    }

    @Test("a state of an earlier program does not say its part; what it holds does")
    func formerParts() throws {
        let old = try former([records[1], records[3]])
        let second = try #require(Shard(2, of: 2))
        _ = try write(old.bytes)
        #expect(try PartialPlace(url("damaged"), shard: second).scan?.places.count == 2)
        #expect(
            performing: { try PartialPlace(url("damaged"), shard: Shard(1, of: 2)!) },
            throws: { "\($0)".contains("doc1, which belongs to another part") })
    }
}
