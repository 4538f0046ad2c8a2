import Foundation
@testable import ParallaxWorld
import TestSupport
import Testing

@Suite("feature labels")
struct FeatureLabelsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("JSON lines under any of the known names are read, with their scores")
    func jsonLines() throws {
        let url = try folder.write(
            "labels.jsonl",
            """
            {"index": 3, "label": "cities\\n", "f1": 0.931}
            {"feature": "1", "score": 0.5, "description": "names", "extra": [{"index": 9}]}

            {"explanation": "late index", "index": 0}\r
            {"index": 3, "label": "a second label of 3"}
            """)
        let labels = try FeatureLabels.open(url)
        #expect(labels.complaints == [])
        #expect(labels.count == 3)
        #expect(labels[3] == FeatureLabel(text: "cities\n", score: 0.931, scoreName: "F1"))
        #expect(labels[3]?.detail == "F1 0.93")
        #expect(labels[1]?.text == "names")
        #expect(labels[1]?.detail == "score 0.50")
        #expect(labels[0]?.text == "late index")
        #expect(labels[0]?.detail == nil)
        #expect(labels[2] == nil)
        #expect(labels[-1] == nil)
    }

    @Test(
        "tables with tabs or commas, with and without header and quotes, are read",
        arguments: [
            "3\tcities, towns\n1\t\"said \"\"so\"\"\"\n",
            "\u{feff}index\tlabel\r\n3\tcities, towns\r\n1\t\"said \"\"so\"\"\"\r\n",
            "index,label\n3,\"cities, towns\"\n1,\"said \"\"so\"\"\"",
            "3,cities, towns\n1,\"said \"\"so\"\"\"",
            "label,score,feature\n\"cities, towns\",0.5,3\n\"said \"\"so\"\"\",0.25,1\n",
            "# whatever this file is\n\n3,\"cities, towns\",0.5\n1,said \"so\",0.25"
        ])
    func tables(text: String) throws {
        let labels = try FeatureLabels.open(folder.write("labels", text))
        #expect(labels.count == 2)
        #expect(labels[3]?.text == "cities, towns")
        #expect(labels[1]?.text == "said \"so\"")
        #expect(labels.complaints == [])
        if text.contains("0.25") { #expect(labels[1]?.score == 0.25) }
    }

    @Test("a quoted label may go over lines, an open quote does not swallow the file")
    func quotes() throws {
        let labels = try FeatureLabels.open(folder.write("labels.csv", "1,\"two\nlines\"\n2,\"open\n3,\"x\"y\n4,last\n"))
        #expect(labels[1]?.text == "two\nlines")
        #expect(labels[2]?.text == "\"open")
        #expect(labels[3]?.text == "\"x\"y")
        #expect(labels[4]?.text == "last")
    }

    @Test("a folder stands for the files in it; what is no label file gets a sentence")
    func folderOfFiles() throws {
        try folder.write("labels/a.jsonl", "{\"index\":1,\"label\":\"one\"}")
        try folder.write("labels/b.tsv", "2\ttwo\n1\tuno\n")
        try folder.write("labels/c.md", "just\nprose, really\n")
        try folder.write("labels/.hidden", "9,no")
        let labels = try FeatureLabels.open(folder.url.appending(path: "labels"))
        #expect(labels[1]?.text == "one")
        #expect(labels[2]?.text == "two")
        #expect(labels[9] == nil)
        #expect(labels.complaints.count == 1)
        #expect(labels.complaints.first?.subject.hasSuffix("c.md") == true)
    }

    @Test("hostile rows are counted and left out")
    func hostile() throws {
        let text = """
            {"index": -1, "label": "negative"}
            {"index": 99999999999999999999, "label": "large"}
            {"index": 1.5, "label": "fraction"}
            {"index": true, "label": "truth"}
            {"label": "none"}
            nonsense
            {"index": 4, "label": 17}
            {"index": 5, "label":
            {"index": 6, "label": "good"}
            """
        let labels = try FeatureLabels.open(folder.write("labels.jsonl", text))
        #expect(labels[6]?.text == "good")
        #expect(labels[4] == nil)
        #expect(labels[5] == nil)
        #expect(labels.complaints.first?.found == "6 rows without an index (the first is row 1)")
    }

    @Test("empty, missing and unrelated files are refused")
    func refused() throws {
        for text in ["", "\n\n", "prose without any index\n", "{}\n"] {
            #expect(throws: Complaint.self) { try FeatureLabels.open(try folder.write("labels", text)) }
        }
        #expect(throws: Complaint.self) { try FeatureLabels.open(folder.url.appending(path: "absent")) }
        try FileManager.default.createDirectory(at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
        #expect(throws: Complaint.self) { try FeatureLabels.open(folder.url.appending(path: "empty")) }
    }

    @Test(
        "a file of many rows is packed when it is first opened, and mapped after that, in any order of features",
        arguments: ["jsonl", "tsv"])
    func many(form: String) throws {
        let count = 50_000
        var text = ""
        for row in 0..<count {
            let feature = (row &* 7919) % count
            text +=
                form == "jsonl"
                ? "{\"index\":\(feature),\"label\":\"label of \(feature)\",\"f1\":0.5}\n" : "\(feature)\tlabel of \(feature)\n"
        }
        let url = try folder.write("labels." + form, text + text.prefix(text.utf8.count < 1 << 20 ? 1 << 20 : 0))
        let cache = folder.url.appending(path: "cache")
        let first = try FeatureLabels.open(url, cacheFolder: cache)
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path).count == 1)
        let clock = ContinuousClock()
        var again: FeatureLabels?
        let time = try clock.measure { again = try FeatureLabels.open(url, cacheFolder: cache) }
        for labels in [first, try #require(again)] {
            #expect(labels.count == count)
            for feature in stride(from: 0, to: count, by: 9973) { #expect(labels[feature]?.text == "label of \(feature)") }
        }
        #expect(time < .milliseconds(500), "\(time)")

        // A file that has changed is read anew.
        try folder.write(
            "labels." + form,
            text.replacingOccurrences(of: "label of 0\"", with: "other\"").replacingOccurrences(of: "label of 0\n", with: "other\n"))
        #expect(try FeatureLabels.open(url, cacheFolder: cache)[0]?.text == "other")
    }

    @Test("a flipped bit anywhere in a pack is seen")
    func damagedPack() throws {
        let labels: [(feature: UInt32, label: FeatureLabel)] = (0..<40).map {
            (
                UInt32($0 * 3),
                FeatureLabel(
                    text: "label \($0)", score: $0.isMultiple(of: 2) ? Double($0) / 40 : nil,
                    scoreName: $0.isMultiple(of: 4) ? "F1" : "score")
            )
        }
        let url = folder.url.appending(path: "pack"), store = try LabelStore(labels)
        try store.write(to: url)
        #expect(try LabelStore(checked: MappedFile(url.path))?[3]?.text == "label 1")
        let bytes = try Data(contentsOf: url)
        for byte in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[byte] ^= 1 << bit
                try damaged.write(to: url)
                #expect(try LabelStore(checked: MappedFile(url.path)) == nil, "byte \(byte), bit \(bit)")
            }
        }
        for cut in 0..<bytes.count {
            try bytes.prefix(cut).write(to: url)
            #expect(try LabelStore(checked: MappedFile(url.path)) == nil)
        }
    }

    @Test("a damaged pack, and one of an earlier program, is made anew from the labels themselves")
    func repacked() throws {
        let lines = (0..<30_000).map { "{\"index\":\($0),\"label\":\"label of \($0)\",\"f1\":0.5}\n" }.joined(),
            url = try folder.write("labels.jsonl", lines + lines.prefix(1 << 19))
        let cache = folder.url.appending(path: "cache")
        _ = try FeatureLabels.open(url, cacheFolder: cache)
        let pack = cache.appending(path: try #require(FileManager.default.contentsOfDirectory(atPath: cache.path).first)),
            bytes = try Data(contentsOf: pack)
        var damaged = bytes
        damaged[bytes.count / 2] ^= 1
        for other in [damaged, Data("PXLABEL1".utf8) + bytes.dropFirst(8).dropLast(4), Data()] {
            try other.write(to: pack)
            let labels = try FeatureLabels.open(url, cacheFolder: cache)
            #expect(labels.count == 30_000 && (0..<30_000).allSatisfy { labels[$0]?.text == "label of \($0)" })
            #expect(try Data(contentsOf: pack) == bytes)
        }
    }

    @Test(
        "thousands of damaged copies are read or refused, none crashes",
        arguments: [
            "{\"index\":3,\"label\":\"a\\u00e4\"}\n{\"feature\":1,\"explanation\":\"b\"}\n",
            "index,label,f1\n3,\"a \"\"b\"\"\",0.5\n1,c,0.1\n"
        ])
    func damaged(text: String) throws {
        var read = 0
        for copy in mutations(of: Array(text.utf8), count: 2000, seed: 5) {
            guard let labels = try? FeatureLabels.open(folder.write("labels", copy)) else { continue }
            for feature in 0..<20 where labels[feature] != nil { read += 1 }
        }
        #expect(read > 500)
    }
}
