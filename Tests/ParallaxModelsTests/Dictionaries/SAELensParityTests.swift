import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("Dictionaries agree with SAELens")
struct SAELensParityTests {
    @Test(
        "features and reconstructions of the sample's dictionaries are SAELens' within 1e-5",
        arguments: DictionaryGolden.names(in: DictionaryGolden.sampleFolder))
    func sample(name: String) throws {
        try expectParity(DictionaryGolden.sampleFolder.appending(path: name), DictionaryGolden(name, file: "sample"))
    }

    @Test("so are those of random ones of every kind", arguments: DictionaryGolden.names(in: DictionaryGolden.randomFolder))
    func random(name: String) throws {
        try expectParity(DictionaryGolden.randomFolder.appending(path: name), DictionaryGolden(name, file: "random"))
    }

    @Test("every dictionary of the sample and every kind is compared")
    func coverage() {
        #expect(DictionaryGolden.names(in: DictionaryGolden.sampleFolder).count == 11)
        #expect(DictionaryGolden.names(in: DictionaryGolden.randomFolder).count == 16)
    }

    /// The committed inputs hold no tie: a tie would be counted here and not compared.
    private func expectParity(_ folder: URL, _ golden: DictionaryGolden) throws {
        let difference = golden.difference(of: try SparseAutoencoder.open(folder: folder))
        #expect(difference.otherSupport == 0)
        #expect(difference.ties == 0)
        #expect(difference.activation <= 1e-5)
        #expect(difference.reconstruction <= 1e-5)
    }
}
