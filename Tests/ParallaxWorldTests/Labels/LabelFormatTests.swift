import Foundation
@testable import ParallaxWorld
import TestSupport
import Testing

@Suite("labels as exports and tools write them")
struct LabelFormatTests {
    private static let goldens = Places.computeGoldens.appending(path: "labels")
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a Neuronpedia export: explanations of all its packed batches, the first of a feature; tokens where there are no words")
    func export() throws {
        let labels = try FeatureLabels.open(Self.goldens.appending(path: "neuronpedia/v1/gemma-2-2b/20-gemmascope-res-16k"))
        #expect(labels.complaints == [])
        #expect(labels[0]?.text == "cities in Italy")
        #expect(labels[10]?.text == "the word “ring”\n")
        #expect(labels[2]?.text == "first words about 2")
        #expect(labels[1024]?.text == "brackets")
        #expect(labels[3]?.text == "↑ cat dog")
        #expect(labels[4] == nil)
        #expect(labels.count == 5)
    }

    @Test("one batch, packed or not")
    func batch() throws {
        let packed = Self.goldens.appending(path: "neuronpedia/v1/gemma-2-2b/20-gemmascope-res-16k/explanations/batch-0.jsonl.gz")
        #expect(try FeatureLabels.open(packed)[10]?.text == "the word “ring”\n")
        var stream = try GzipStream(MappedFile(packed.path)), contents: [UInt8] = []
        while let piece = try stream.next() { contents += piece }
        let unpacked = try folder.write("batch-0.jsonl", contents)
        #expect(try FeatureLabels.open(unpacked)[10]?.text == "the word “ring”\n")
    }

    @Test("a feature saved from the API, a dashboard's batch, circuit-tracer's feature, delphi's folder")
    func documents() throws {
        #expect(try FeatureLabels.open(Self.goldens.appending(path: "api-feature.json"))[650]?.text == "frogs and toads")
        let dashboard = try FeatureLabels.open(Self.goldens.appending(path: "dashboard-batch.json"))
        #expect(dashboard[7]?.text == "↑ one two")
        #expect(dashboard[9] == nil)
        #expect(try FeatureLabels.open(Self.goldens.appending(path: "circuit-tracer.json"))[31]?.text == "↑ Paris Lyon")
        let delphi = try FeatureLabels.open(Self.goldens.appending(path: "delphi"))
        #expect(delphi[17]?.text == "months of the year")
        #expect(delphi[4071]?.text == "opening \"quotes\"")
        #expect(delphi.complaints == [])
    }

    @Test("inspect names the format")
    func inspection() throws {
        func family(_ name: String) throws -> String { try Inspection.of(Self.goldens.appending(path: name).path).family }
        #expect(try family("api-feature.json") == "feature labels (Neuronpedia feature)")
        #expect(try family("dashboard-batch.json") == "feature labels (SAEDashboard batch)")
        #expect(try family("circuit-tracer.json") == "feature labels (circuit-tracer feature)")
        #expect(try family("delphi/explanations/layers.5_latent17.txt") == "feature labels (delphi explanation)")
        #expect(try family("delphi") == "feature labels (a folder of an export)")
        #expect(try family("neuronpedia/v1/gemma-2-2b/20-gemmascope-res-16k/explanations/batch-0.jsonl.gz") == "feature labels (JSONL)")
    }

    @Test("a large export is packed once, and read again from the packed file until it changes")
    func packing() throws {
        let count = 20_000
        var text = ""
        for feature in 0..<count {
            text +=
                "{\"index\":\"\(feature)\",\"description\":\"words about \(feature), as long as an explanation is, more or less\",\"score\":0.5}\n"
        }
        let url = try folder.write("labels.jsonl", text)
        let store = try LabelStore(try LabelSource(url).labels)
        let kept = folder.url.appending(path: "kept.labels")
        try store.write(to: kept)
        let mapped = try #require(LabelStore(try MappedFile(kept.path)))
        #expect(mapped.count == count && mapped.range == 0...count - 1)
        for feature in stride(from: 0, to: count, by: 997) {
            #expect(mapped[feature] == FeatureLabel(text: "words about \(feature), as long as an explanation is, more or less", score: 0.5))
        }
        #expect(mapped[count] == nil && mapped[-1] == nil)
    }

    @Test("packed labels that are damaged are read as far as they make sense, none crashes")
    func damagedStore() throws {
        let store = try LabelStore(
            (0..<50).map { (feature: UInt32($0 * 3), label: FeatureLabel(text: "label \($0)", score: 0.5, scoreName: "F1")) })
        let file = folder.url.appending(path: "a.labels")
        try store.write(to: file)
        #expect(LabelStore(try MappedFile(file.path))?[9]?.detail == "F1 0.50")
        for copy in mutations(of: try Array(Data(contentsOf: file)), count: 2000, seed: 12) {
            guard let damaged = LabelStore(try MappedFile(folder.write("damaged", copy).path)) else { continue }
            for feature in 0..<160 { _ = damaged[feature] }
        }
    }

    @Test(
        "damaged exports are read or refused, none crashes",
        arguments: [
            "api-feature.json", "dashboard-batch.json", "circuit-tracer.json",
            "neuronpedia/v1/gemma-2-2b/20-gemmascope-res-16k/explanations/batch-0.jsonl.gz"
        ])
    func damaged(name: String) throws {
        for copy in mutations(of: try Array(Data(contentsOf: Self.goldens.appending(path: name))), count: 1000, seed: 13) {
            _ = try? FeatureLabels.open(folder.write("damaged", copy))
        }
    }

    @Test("a packed file that holds another size than it says is refused")
    func promise() throws {
        var bytes = try Array(
            Data(contentsOf: Self.goldens.appending(path: "neuronpedia/v1/gemma-2-2b/20-gemmascope-res-16k/explanations/batch-1.jsonl.gz")))
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0xff, 0xff, 0xff, 0x1f])
        let complaint = #expect(throws: Complaint.self) { try FeatureLabels.open(folder.write("a.jsonl.gz", bytes)) }
        #expect(complaint?.description.contains("found 295 bytes") == true, "\(complaint?.description ?? "")")
    }
}
