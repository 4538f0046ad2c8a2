import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("Features can be switched off, scaled and added")
struct FeatureEditTests {
    private func open(_ name: String) throws -> (SparseAutoencoder, SparseCode) {
        let dictionary = try SparseAutoencoder.open(folder: DictionaryGolden.randomFolder.appending(path: name))
        return (dictionary, dictionary.encode(try DictionaryGolden(name, file: "random").input)[0])
    }

    /// y + amount · d · outputScale, the plain way.
    private func shifted(_ y: [Float], by amount: Float, of feature: Int, in dictionary: SparseAutoencoder, _ code: SparseCode) -> [Float] {
        zip(y, dictionary.decoderRow(feature)).map { $0 + amount * $1 * code.outputScale }
    }

    @Test("a code lists the highest first", arguments: DictionaryGolden.names(in: DictionaryGolden.randomFolder))
    func order(name: String) throws {
        let (_, code) = try open(name)
        #expect(code.l0 > 1)
        #expect(code.activations == code.activations.sorted(by: >))
    }

    @Test(
        "an edit moves the reconstruction by the feature's decoder row",
        arguments: DictionaryGolden.names(in: DictionaryGolden.randomFolder))
    func edits(name: String) throws {
        let (dictionary, code) = try open(name)
        let y = dictionary.decode(code), feature = code.features[1], activation = code.activations[1]
        let absent = try #require((0..<dictionary.featureCount).first { !code.features.contains($0) })

        let off = dictionary.edited(code, [feature: .off])
        #expect(!off.features.contains(feature) && off.l0 == code.l0 - 1)
        #expect(relativeError(dictionary.decode(off), shifted(y, by: -activation, of: feature, in: dictionary, code)) < 1e-5)

        let doubled = dictionary.edited(code, [feature: .scale(2)])
        #expect(doubled.activation(of: feature) == 2 * activation)
        #expect(relativeError(dictionary.decode(doubled), shifted(y, by: activation, of: feature, in: dictionary, code)) < 1e-5)

        let added = dictionary.edited(code, [absent: .set(1.5)])
        #expect(added.l0 == code.l0 + 1 && added.activation(of: absent) == 1.5)
        #expect(added.activations == added.activations.sorted(by: >))
        #expect(relativeError(dictionary.decode(added), shifted(y, by: 1.5, of: absent, in: dictionary, code)) < 1e-5)

        let all = dictionary.edited(code, [feature: .off, code.features[0]: .scale(-0.5), absent: .set(1.5)])
        #expect(relativeError(dictionary.decode(all, after: code, reconstruction: y), dictionary.decode(all)) < 1e-5)
        #expect(dictionary.decode(code, after: code, reconstruction: y) == y)
    }

    @Test("edits that change nothing leave the code as it was")
    func neutral() throws {
        let (dictionary, code) = try open("topk")
        let absent = try #require((0..<dictionary.featureCount).first { !code.features.contains($0) })
        #expect(dictionary.edited(code, [:]) == code)
        #expect(dictionary.edited(code, [code.features[0]: .scale(1), absent: .scale(3)]) == code)
        #expect(dictionary.edited(code, [absent: .off]) == code)
        #expect(dictionary.edited(code, [-1: .set(2), dictionary.featureCount: .set(2)]) == code)
        #expect(dictionary.edited(code, [code.features[0]: .set(0)]) == dictionary.edited(code, [code.features[0]: .off]))
    }

    @Test("all features off leaves the decoder's bias")
    func nothing() throws {
        let (dictionary, code) = try open("standard")
        let empty = dictionary.edited(code, Dictionary(uniqueKeysWithValues: code.features.map { ($0, .off) }))
        #expect(empty.l0 == 0)
        #expect(dictionary.decode(empty) == dictionary.decoderBias)
        #expect(dictionary.shares(of: empty) == nil)
    }

    @Test(
        "the shares of the features sum to one and follow their formula",
        arguments: ["topk", "topk-rescaled", "standard", "jumprelu-layer-norm"])
    func shares(name: String) throws {
        let (dictionary, code) = try open(name)
        let shares = try #require(dictionary.shares(of: code))
        #expect(shares.count == code.l0)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        let y = dictionary.decode(code)
        let r = y.indices.map { Double((y[$0] - code.outputShift) / code.outputScale - dictionary.decoderBias[$0]) }
        let square = r.reduce(0) { $0 + $1 * $1 }
        for (i, feature) in code.features.enumerated() {
            let dot = zip(dictionary.decoderRow(feature), r).reduce(0) { $0 + Double($1.0) * $1.1 }
            #expect(abs(shares[i] - Double(code.activations[i]) * dot / square) < 1e-4)
        }
    }

    @Test("one feature alone has the whole share")
    func oneFeature() throws {
        let (dictionary, code) = try open("topk")
        let shares = dictionary.shares(of: SparseCode(features: [code.features[0]], activations: [2]))
        #expect(abs(try #require(shares)[0] - 1) < 1e-12)
    }
}
