import Foundation
import ParallaxWorld
import Testing
import TestSupport

@Suite("The sample's workspace")
struct SampleWorkspaceTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.open(Places.sampleData.appending(path: "parallax.yaml")) }

    @Test("names everything there is, and nothing that is not")
    func complete() throws {
        #expect(workspace.complaints.isEmpty)
        #expect(Set(workspace.dictionaries.map(\.path.lastPathComponent)) == Set(DictionaryGolden.names(in: DictionaryGolden.sampleFolder)))
        #expect(workspace.model != nil && workspace.verbalizers.count == 1 && workspace.documents.count == 1)
    }

    @Test("labels some features of every dictionary, each with its F1 of at least one half")
    func labels() throws {
        for entry in workspace.dictionaries {
            let dictionary = try SparseAutoencoder.open(folder: entry.path, site: entry.site)
            let labels = try FeatureLabels.open(try #require(entry.labels))
            let found = (0..<dictionary.featureCount).compactMap { labels[$0] }
            #expect(labels.complaints.isEmpty && found.count == labels.count)
            #expect(found.count > 40 && found.count < dictionary.featureCount / 2)
            let unfit = found.filter { $0.scoreName != "F1" || ($0.score ?? 0) < 0.5 || !$0.text.contains(": ") }
            #expect(unfit.isEmpty)
        }
    }

    @Test("has dictionaries at every block's output, one site each")
    func sites() throws {
        let sites = try Set(workspace.dictionaries.map { try SparseAutoencoder.open(folder: $0.path, site: $0.site).placement?.site })
        #expect(sites == Set((1...6).map(Site.residual)))
    }
}
