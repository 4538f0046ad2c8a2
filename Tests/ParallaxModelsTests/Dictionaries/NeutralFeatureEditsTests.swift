import Foundation
import ParallaxModels
import TestSupport
import Testing

/// What a person does to features, done to others: drawn from those that are like the chosen ones, and not from what happens to stand next.
@Suite("Edits of features that nobody chose") struct NeutralFeatureEditsTests {
    private let dictionary: SparseAutoencoder
    /// The first features fire, each with .8 of the strength of the one before.
    private let code: SparseCode
    private let active: Int

    init() throws {
        let dictionary = try SparseAutoencoder.open(folder: Places.sampleData.appending(path: "sae/blocks.3.hook_resid_post-k16"))
        let active = 30
        code = SparseCode(
            features: Array(0..<active), activations: (0..<active).map { 8 * pow(0.8, Float($0)) / Float(length(dictionary, $0)) })
        (self.dictionary, self.active) = (dictionary, active)
    }

    private func drawn(_ edits: [Int: FeatureEdit], firing: [Int: Int] = [:], seed: Int = 1) -> [[Int: FeatureEdit]] {
        NeutralFeatureEdits.edits(like: edits, of: code, firing: firing, in: dictionary, seed: seed)
    }

    @Test(
        "one that is switched off or scaled: others that fire, the same done, none twice, never the chosen one",
        arguments: [FeatureEdit.off, .scale(2)])
    func firing(edit: FeatureEdit) throws {
        let samples = drawn([4: edit])
        #expect(samples.count == NeutralFeatureEdits.most && Set(samples.map { $0.keys.sorted() }).count == samples.count)
        for sample in samples {
            let (other, same) = try #require(sample.first)
            #expect(sample.count == 1 && same == edit && other != 4 && code.features.contains(other))
        }
    }

    @Test("one that is set is scaled by the same factor in others")
    func factors() throws {
        let samples = drawn([4: .set(3 * code.activations[4])])
        #expect(samples.count == NeutralFeatureEdits.most)
        for sample in samples {
            let factor = try #require(sample.values.first?.value)
            #expect(abs(factor - 3) < 1e-4)
        }
    }

    @Test("one that is added: others that are silent, so strong that the added vector is as long")
    func added() throws {
        let chosen = active + 1, samples = drawn([chosen: .set(1.5)])
        #expect(samples.count >= NeutralFeatureEdits.fewest)
        for sample in samples {
            let (other, edit) = try #require(sample.first)
            let value = try #require(edit.value)
            #expect(other >= active && other != chosen)
            #expect(abs(Double(value) * length(dictionary, other) - 1.5 * length(dictionary, chosen)) < 1e-4)
        }
    }

    @Test("those that fire about as often are drawn before others")
    func density() throws {
        // Of the silent ones twenty fire elsewhere as often as the chosen one, the others hardly ever.
        let chosen = active, often = Set(active + 1..<active + 21)
        var firing = Dictionary(uniqueKeysWithValues: (active..<dictionary.featureCount).map { ($0, 1) })
        for feature in often.union([chosen]) { firing[feature] = 50 }
        let counts = drawn([chosen: .set(1)], firing: firing).map { often.contains($0.keys.first ?? -1) }
        // The pool holds the twenty and eighteen others.
        #expect(counts.count { $0 } * 3 >= counts.count)
        #expect(drawn([chosen: .set(1)], firing: firing, seed: 2) != drawn([chosen: .set(1)], firing: firing))
        #expect(drawn([chosen: .set(1)], firing: firing) == drawn([chosen: .set(1)], firing: firing))
    }

    @Test("several at once: as many others, each done what its own was")
    func several() throws {
        let samples = drawn([2: .off, 5: .scale(2), active + 1: .set(1)])
        #expect(samples.count == NeutralFeatureEdits.most)
        for sample in samples {
            #expect(sample.count == 3 && Set(sample.keys).isDisjoint(with: [2, 5, active + 1]))
            #expect(sample.values.count { $0 == .off } == 1 && sample.values.count { $0 == .scale(2) } == 1)
        }
    }

    @Test("nothing where the edit changes nothing, where the dictionary has no such feature, or where there are too few others")
    func none() {
        #expect(drawn([:]).isEmpty && drawn([active + 1: .off]).isEmpty && drawn([4: .scale(1)]).isEmpty)
        #expect(drawn([-1: .set(1), dictionary.featureCount: .set(1)]).isEmpty)
        let few = SparseCode(
            features: Array(0..<NeutralFeatureEdits.fewest), activations: Array(repeating: 1, count: NeutralFeatureEdits.fewest))
        #expect(NeutralFeatureEdits.edits(like: [0: .off], of: few, firing: [:], in: dictionary, seed: 1).isEmpty)
        let enough = SparseCode(
            features: Array(0...NeutralFeatureEdits.fewest), activations: Array(repeating: 1, count: NeutralFeatureEdits.fewest + 1))
        #expect(
            NeutralFeatureEdits.edits(like: [0: .off], of: enough, firing: [:], in: dictionary, seed: 1).count == NeutralFeatureEdits.fewest
        )
    }

    @Test("they are said as a person would write them")
    func words() {
        #expect(NeutralFeatureEdits.words([3551: .off, 12: .scale(2), 40: .set(1.5)]) == "12 ×2.00, 40 set 1.50, 3551 off")
    }
}

private func length(_ dictionary: SparseAutoencoder, _ feature: Int) -> Double {
    dictionary.decoderRow(feature).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
}

extension FeatureEdit {
    fileprivate var value: Float? {
        switch self {
        case .off: nil
        case .scale(let value), .set(let value): value
        }
    }
}
