import Foundation
import ParallaxModels
import ParallaxWorld
import TestSupport
import Testing

@Suite("Dictionaries of every family")
struct FamilyParityTests {
    /// The goldens and which script made them.
    static let all: [(name: String, set: String)] = ["published", "libraries"].flatMap { set in FamilyGolden.names(set).map { ($0, set) } }

    @Test("features and reconstruction are the golden's within 1e-5", arguments: all)
    func parity(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set)
        let difference = golden.golden.difference(of: try SparseAutoencoder.open(folder: golden.checkpoint))
        #expect(difference.otherSupport == 0)
        #expect(difference.ties == 0)
        #expect(difference.activation <= 1e-5)
        #expect(difference.reconstruction <= 1e-5)
    }

    @Test("family and sites are read from names, settings or the path", arguments: all)
    func recognition(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set)
        let dictionary = try SparseAutoencoder.open(folder: golden.checkpoint)
        #expect(dictionary.configuration.family == golden.entry.family)
        #expect((dictionary.configuration.verifiedAgainst != nil) == (set == "libraries"))
        #expect(dictionary.placement?.site.hookName == golden.entry.site)
        #expect(dictionary.placement?.target.hookName == golden.entry.target ?? golden.entry.site)
        #expect(dictionary.configuration.isTranscoder == (golden.entry.target != nil))
        #expect(dictionary.placement?.note == nil)
    }

    @Test("inspect says the family, why, and what it was held against", arguments: all)
    func inspection(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set)
        let found = try Inspection.of(golden.checkpoint.path)
        #expect(found.kind == .dictionary)
        #expect(found.family.hasPrefix(golden.entry.family))
        #expect(found.facts.contains { $0.name == "recognised by" && !$0.value.isEmpty })
        #expect(
            found.facts.contains {
                $0.name == "verified" && $0.value.contains("not verified against its own library") == (set == "published")
            })
        #expect(found.site?.contains(golden.entry.site ?? "?") == true)
    }

    @Test("the golden is missed by far without each peculiarity of the family", arguments: all)
    func peculiarities(name: String, set: String) throws {
        let entry = try FamilyGolden(name, set: set).entry
        #expect(!entry.missedWithout.isEmpty)
        #expect(entry.missedWithout.values.allSatisfy { $0 > 1e-3 })
    }

    @Test("a code can be edited, and taken apart into shares", arguments: all)
    func edits(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set)
        let dictionary = try SparseAutoencoder.open(folder: golden.checkpoint)
        let code = dictionary.encode(golden.golden.input)[0], y = dictionary.decode(code)
        let off = dictionary.edited(code, [code.features[0]: .off])
        let expected = zip(y, dictionary.decoderRow(code.features[0])).map { $0 - code.activations[0] * $1 * code.outputScale }
        #expect(relativeError(dictionary.decode(off), expected) < 1e-5)
        #expect(relativeError(dictionary.decode(off, after: code, reconstruction: y), expected) < 1e-5)
        let shares = try #require(dictionary.shares(of: code))
        #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
        let norms = dictionary.directionNorms()
        #expect(dictionary.truncated(code, to: 1, norms: norms).l0 == 1)
    }

    @Test("every published family is among them")
    func coverage() {
        #expect(FamilyGolden.names("published").count == 24)
        #expect(FamilyGolden.names("libraries").count == 20)
    }
}
