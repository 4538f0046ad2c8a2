import ParallaxModels
import TestSupport
import Testing

@Suite("texts that share a beginning") struct ContinuationTests {
    static let texts = [
        "A letter. It is about a ring from Turin.", "A letter. It is about a lantern from Oslo. The mood is sad.", "A letter. It is",
        "Something else.", "A letter. It is about a ring from Turin. Next comes a verb."
    ]

    @Test("scored after what they share with a text that was read: the log-probabilities of scoring them whole", arguments: PairGoldens.all)
    func scores(_ goldens: PairGoldens) throws {
        let verbalizer = try goldens.verbalizer(), activations = try goldens.activations()
        let ids = try Self.texts.map { try verbalizer.openIDs(of: $0) }
        let known = try verbalizer.read(ids[0], for: activations)
        #expect(known.count == activations.count)
        for (row, read) in known.enumerated() {
            let whole = try verbalizer.score(ids + [[], [ids[0][0]]], for: activations[row])
            #expect(zip(read.tokenLogProbabilities, whole[0].tokenLogProbabilities).allSatisfy { abs($0 - $1) < 1e-4 })
            let found = try verbalizer.score(ids + [[], [ids[0][0]]], after: read)
            for (found, whole) in zip(found, whole) {
                #expect(found.count == whole.tokenLogProbabilities.count)
                #expect(zip(found, whole.tokenLogProbabilities).allSatisfy { abs($0 - $1) < 1e-4 })
            }
            // What was read is not changed by going on from it.
            #expect(try verbalizer.score(ids + [[], [ids[0][0]]], after: read) == found)
        }
    }

    @Test("reconstructed as variants of a text: the vectors of reconstructing them alone", arguments: PairGoldens.all)
    func variants(_ goldens: PairGoldens) throws {
        let reconstructor = try goldens.reconstructor()
        let variants = Array(Self.texts.dropFirst()) + [Self.texts[0], ""]
        let found = try reconstructor.reconstruct(Self.texts[0], variants: variants)
        #expect(found.count == 1 + variants.count)
        for (row, text) in ([Self.texts[0]] + variants).enumerated() {
            let alone: [Float] = try reconstructor.reconstruct(text)
            #expect(relativeError(found[row], alone) < 1e-5, "\(text)")
        }
        // More than go together in one pass.
        let many = (0..<70).map { "A letter. Number \($0)." }
        let together = try reconstructor.reconstruct("A letter. Number 1.", variants: many)
        for row in [0, 35, 69] { #expect(relativeError(together[1 + row], try reconstructor.reconstruct(many[row])) < 1e-5) }
        #expect(throws: Complaint.self) { try reconstructor.reconstruct("Short.", variants: [String(repeating: "long ", count: 2000)]) }
    }
}
