import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Statistics of several sites in a file")
struct StatisticsCollectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func url(_ name: String) -> URL { folder.url.appending(path: name) }

    /// Two sites, one of them with a pool.
    private func collection(_ documents: [Int] = [0, 1, 2, 3]) throws -> StatisticsCollection {
        var files: [Site: StatisticsFile] = [:]
        for site in [Site.residual(2), .residual(4)] {
            var pool = try ActivationPool(width: 6, limit: 30), own: [DocumentStatistics] = []
            for index in documents {
                var noise = MeasureFixtures.Noise(seed: UInt64(index + 100 * (site == .residual(2) ? 1 : 2)))
                let rows = noise.rows(12, 6, mean: 3)
                own.append(
                    DocumentStatistics(index: index, name: "doc \(index)", activations: rows, bos: [0], site: site, model: "fingerprint"))
                pool.add(document: index, name: "doc \(index)", rows: rows, positions: Array(1..<12))
            }
            files[site] = try StatisticsFile(
                site: site, model: "fingerprint", width: 6, documents: own, pool: site == .residual(4) ? pool : nil)
        }
        return StatisticsCollection(files)
    }

    @Test("reads back to the last digit, is written with the same bytes, and shards merge to the file of one run")
    func roundTrip() throws {
        let whole = try collection()
        try whole.write(to: url("a"))
        let read = try StatisticsCollection.open(url("a"))
        #expect(read == whole)
        try read.write(to: url("b"))
        #expect(try Data(contentsOf: url("a")) == Data(contentsOf: url("b")))
        for (name, documents) in [("c", [3, 0]), ("d", [1, 2])] { try collection(documents).write(to: url(name)) }
        try StatisticsCollection.merging([StatisticsCollection.open(url("d")), StatisticsCollection.open(url("c"))]).write(to: url("e"))
        #expect(try Data(contentsOf: url("e")) == Data(contentsOf: url("a")))
    }

    @Test(
        "shards remember their part: a part twice is refused by the files' names, a missing one is said, and all of them together are the whole"
    )
    func parts() throws {
        let whole = try collection()
        func part(_ index: Int, _ documents: [Int]) throws -> StatisticsCollection {
            StatisticsCollection(try collection(documents).files, parts: [try #require(Shard(index, of: 3))])
        }
        let parts = [try part(1, [0, 3]), try part(2, [1]), try part(3, [2])]
        for (number, part) in parts.enumerated() {
            try part.write(to: url("\(number)"))
            #expect(try StatisticsCollection.open(url("\(number)")) == part)
        }
        #expect(try StatisticsCollection.merging(parts) == whole)
        let most = try StatisticsCollection.merging([parts[2], parts[0]])
        #expect(most.missing == "only parts 1/3, 3/3: part 2/3 missing, made by parallax statistics with --shard 2/3 -o FILE")
        #expect(try StatisticsCollection.merging([most, parts[1]]) == whole && whole.missing == nil)
        #expect(
            performing: { try StatisticsCollection.merging([most, parts[2]], names: ["a", "b"]) },
            throws: { "\($0)".contains("every part once, found part 3 of 3 in a and in b; leave one of them out") })
    }

    @Test("vectors take four bytes a value, and no number is written in digits")
    func size() throws {
        let width = 512, count = 200
        var pool = try ActivationPool(width: width, limit: count), noise = MeasureFixtures.Noise(seed: 1)
        let rows = noise.rows(count, width)
        pool.add(document: 0, name: "a", rows: rows, positions: Array(0..<count))
        let document = DocumentStatistics(index: 0, name: "a", activations: rows, bos: [], site: .residual(1))
        try StatisticsCollection([
            .residual(1): StatisticsFile(site: .residual(1), model: nil, width: width, documents: [document], pool: pool)
        ]).write(to: url("a"))
        let size = try Data(contentsOf: url("a")).count, numbers = 4 * width * count + 8 * 2 * width
        #expect(size > numbers && size < numbers + 20_000, "\(size) bytes for \(numbers)")
    }

    @Test("the JSON of version 1 is still read")
    func older() throws {
        struct Stored: Codable { var format: String; var sites: [StatisticsFile] }
        let whole = try collection(),
            stored = Stored(format: "parallax.statistics.sites", sites: whole.files.sorted { $0.key < $1.key }.map(\.value))
        try JSONEncoder().encode(stored).write(to: url("old"))
        #expect(try StatisticsCollection.open(url("old")) == whole)
    }

    @Test("cut off, damaged anywhere, or of another version: a sentence, never a crash and never other numbers")
    func hostile() throws {
        let whole = try collection()
        try whole.write(to: url("a"))
        let bytes = try Data(contentsOf: url("a"))
        for cut in [0, 10, 30, 100, bytes.count / 2, bytes.count - 1] {
            try bytes.prefix(cut).write(to: url("b"))
            #expect(throws: Complaint.self, "\(cut)") { try StatisticsCollection.open(url("b")) }
        }
        var noise = MeasureFixtures.Noise(seed: 3)
        let isThorough = ProcessInfo.processInfo.environment["PARALLAX_FLIPS"] == "all"
        for turn in 0..<(isThorough ? 8 * bytes.count : 300) {
            var damaged = bytes
            let place = isThorough ? turn / 8 : Int(noise.uniform() * Double(bytes.count))
            damaged[place] ^= 1 << UInt8(isThorough ? Double(turn % 8) : noise.uniform() * 8)
            try damaged.write(to: url("b"))
            #expect(throws: Complaint.self, "byte \(place)") { try StatisticsCollection.open(url("b")) }
        }
        try (Data("parallax.statistics.sites 9\n".utf8) + bytes.dropFirst(28)).write(to: url("b"))
        #expect(performing: { try StatisticsCollection.open(url("b")) }, throws: { "\($0)".contains("another version of Parallax") })
    }

    /// A file whose text says `places` of its numbers, with a right checksum.
    private func file(_ text: String, numbers: Data) throws {
        let head = Data(text.utf8)
        var end = Data(littleEndian: UInt64(head.count))
        withUnsafeBytes(of: head.withUnsafeBytes { CRC32.checksum($0) }.littleEndian) { end.append(contentsOf: $0) }
        try (Data("parallax.statistics.sites 2\n".utf8) + numbers + head + end).write(to: url("c"))
    }

    @Test("places beyond the numbers, huge ones, and the same ones a thousand times are refused before anything is allocated")
    func places() throws {
        let numbers = Data(count: 48), sum = numbers.withUnsafeBytes { CRC32.checksum($0) }
        func moments(_ place: String) -> String { #"{"count":1,"mean":\#(place),"squared_deviation":\#(place)}"# }
        for place in [
            "[0,4096,0]", "[-8,48,\(sum)]", "[0,9223372036854775800,0]", "[9223372036854775807,8,0]", "[0,48,\(sum)]", "[0]", "\"AAAA\""
        ] {
            let site =
                #"{"format":"parallax.statistics","version":1,"site":"blocks.0.hook_resid_post","width":6,"rule":{"excludes_bos":true},"documents":[{"index":0,"sums":{"width":6,"documents":["a"],"raw":\#(moments(place)),"unit":\#(moments(place)),"excluded":[]}}]}"#
            try file(#"{"format":"parallax.statistics.sites","sites":[\#(site)]}"#, numbers: numbers)
            #expect(throws: Complaint.self, "\(place)") { try StatisticsCollection.open(url("c")) }
        }
    }
}
