import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Statistics file")
struct StatisticsFileTests {
    typealias F = MeasureFixtures

    /// Nine documents, each with a massive BOS and one massive token.
    private static let documents: [DocumentStatistics] = {
        var noise = F.Noise(seed: 31)
        return (0..<9).map { index in
            var rows = noise.rows(12 + index, 6, mean: 20)
            rows[0] = [Float](repeating: 9000, count: 6)
            rows[5] = [Float](repeating: -7000, count: 6)
            return DocumentStatistics(
                index: index, name: "doc \(index)", activations: rows, bos: [0], site: .residual(4), model: "fingerprint")
        }
    }()

    private func file(_ documents: [DocumentStatistics]) throws -> StatisticsFile {
        try StatisticsFile(site: .residual(4), model: "fingerprint", width: 6, documents: documents)
    }

    private func temporary(_ text: String? = nil) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "statistics-\(UUID().uuidString).json")
        if let text { try Data(text.utf8).write(to: url) }
        return url
    }

    @Test("shards in any grouping and order merge to the last digit of one run")
    func merging() throws {
        let whole = try file(Self.documents)
        let sums = try whole.statistics()
        #expect(sums.count == (0..<9).reduce(0) { $0 + 12 + $1 - 2 })
        #expect(sums.exclusions == [Exclusion(name: "BOS", count: 9), Exclusion(name: "norm above 10 × the document's median", count: 9)])
        for groups in [[[0, 1, 2, 3, 4, 5, 6, 7, 8]], [[8], [0, 4, 2], [1, 3, 5, 7, 6]], [[5, 6, 7, 8], [0, 1, 2, 3, 4]]] {
            let shards = try groups.map { try file($0.map { Self.documents[$0] }) }
            let merged = try StatisticsFile.merging(shards)
            #expect(merged == whole)
            #expect(try merged.statistics() == sums)
        }
        let stepwise = try StatisticsFile.merging([
            StatisticsFile.merging([file([Self.documents[7]]), file([Self.documents[2]])]),
            file([0, 1, 3, 4, 5, 6, 8].map { Self.documents[$0] })
        ])
        #expect(try stepwise.statistics() == sums)
    }

    @Test("leaving a document out equals a run without it")
    func leavingOut() throws {
        let others = try file(Self.documents).statistics(leavingOut: "doc 3")
        #expect(try others == file(Self.documents.filter { $0.index != 3 }).statistics())
        #expect(!others.documents.contains("doc 3"))
    }

    @Test("a file reads back to the last digit and is written with the same bytes")
    func roundTrip() throws {
        let (first, second) = (try temporary(), try temporary())
        defer { for url in [first, second] { try? FileManager.default.removeItem(at: url) } }
        let whole = try file(Self.documents)
        try whole.write(to: first)
        let read = try StatisticsFile.open(first)
        #expect(read == whole)
        try read.write(to: second)
        #expect(try Data(contentsOf: first) == Data(contentsOf: second))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: first)) as? [String: Any])
        #expect(object["site"] as? String == "blocks.3.hook_resid_post")
        #expect(object["model"] as? String == "fingerprint")
        #expect(object["tokens"] as? Int == (try whole.statistics().count))
        #expect(Set(object.keys).isSuperset(of: ["format", "version", "rule", "documents", "width"]))
    }

    @Test("a document in two shards, and shards of different runs, are refused")
    func refusals() throws {
        let (a, b) = (try file([Self.documents[0], Self.documents[1]]), try file([Self.documents[1]]))
        #expect(throws: Complaint.self) { try StatisticsFile.merging([a, b]) }
        #expect(throws: Complaint.self) { try StatisticsFile.merging([]) }
        let elsewhere = try StatisticsFile(site: .residual(5), model: "fingerprint", width: 6, documents: [])
        let unruly = try StatisticsFile(site: .residual(4), model: "fingerprint", width: 6, rule: .none, documents: [])
        for other in [elsewhere, unruly] { #expect(throws: Complaint.self) { try StatisticsFile.merging([a, other]) } }
        #expect(throws: Complaint.self) { try StatisticsFile(site: nil, model: nil, width: 0, documents: []) }
        #expect(throws: Complaint.self) { try StatisticsFile(site: nil, model: nil, width: 5, documents: [Self.documents[0]]) }
    }

    @Test(
        "a file that is none of these is refused in a sentence, whatever it holds",
        arguments: [
            "", "[]", "{\"format\": \"parallax.statistics\"}", "{\"format\": \"other\", \"version\": 1}",
            "{\"format\": \"parallax.statistics\", \"version\": 2}",
            "{\"format\": \"parallax.statistics\", \"version\": 1, \"width\": 4611686018427387904, \"rule\": {\"excludes_bos\": true}, \"documents\": []}",
            "{\"format\": \"parallax.statistics\", \"version\": 1, \"width\": -1, \"rule\": {\"excludes_bos\": true}, \"documents\": []}",
            "{\"format\": \"parallax.statistics\", \"version\": 1, \"width\": 2, \"site\": \"nowhere\", \"rule\": {\"excludes_bos\": true}, \"documents\": []}"
        ])
    func damaged(text: String) throws {
        let url = try temporary(text)
        defer { try? FileManager.default.removeItem(at: url) }
        do {
            _ = try StatisticsFile.open(url)
            Issue.record("accepted")
        } catch let complaint as Complaint {
            #expect(complaint.expected == "a file made by parallax statistics (version 1)")
            #expect(!complaint.found.isEmpty)
        }
    }

    @Test("sums that were tampered with are refused: another width, a negative count, NaN, two names")
    func tampered() throws {
        let url = try temporary()
        defer { try? FileManager.default.removeItem(at: url) }
        try file([Self.documents[0]]).write(to: url)
        let good = try String(contentsOf: url, encoding: .utf8)
        let nan = "AAAAAAAA+H8="
        let edits: [(String, String)] = [
            ("\"width\" : 6", "\"width\" : 5"), ("\"count\" : 10", "\"count\" : -10"), ("\"doc 0\"", "\"doc 0\", \"doc 1\""),
            ("\"squared_deviation\" : \"", "\"squared_deviation\" : \"\(nan)"), ("\"mean\" : \"", "\"mean\" : \"!")
        ]
        for (old, new) in edits {
            #expect(good.contains(old), "nothing to tamper with: \(old)")
            try Data(good.replacing(old, with: new).utf8).write(to: url)
            #expect(throws: Complaint.self, "\(new)") { try StatisticsFile.open(url) }
        }
    }
}
