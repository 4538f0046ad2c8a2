import Foundation
import ParallaxCompute
import Testing
import TestSupport

@Suite("Labels of the sample's features")
struct SampleLabelTests {
    @Test("name features that exist, each once, with an F1 of at least one half", arguments: DictionaryGolden.names(in: DictionaryGolden.sampleFolder))
    func labels(name: String) throws {
        let dictionary = try SparseAutoencoder.open(folder: DictionaryGolden.sampleFolder.appending(path: name))
        let text = try String(contentsOf: Places.sampleData.appending(path: "labels/\(name).jsonl"), encoding: .utf8)
        var seen: Set<Int> = []
        for line in text.split(separator: "\n") {
            var copy = String(line)
            let row = try copy.withUTF8 { try JSONValue(parsing: UnsafeRawBufferPointer($0)) }
            let index = try #require(row["index"]?.integer)
            #expect((0..<dictionary.featureCount).contains(index) && seen.insert(index).inserted)
            #expect(try #require(row["f1"]?.number) >= 0.5)
            #expect(try #require(row["label"]?.string).contains(": "))
            #expect(try #require(row["n"]?.integer) >= 20)
        }
        #expect(!seen.isEmpty && seen.count < dictionary.featureCount)
    }
}
