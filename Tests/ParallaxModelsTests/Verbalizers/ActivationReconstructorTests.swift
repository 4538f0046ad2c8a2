@testable import ParallaxModels
import TestSupport
import Testing

@Suite("activation reconstructors") struct ActivationReconstructorTests {
    @Test("vectors are those of transformers", arguments: PairGoldens.all)
    func vectors(_ goldens: PairGoldens) throws {
        let file = try goldens.file(), expected = try goldens.reconstructions(), reconstructor = try goldens.reconstructor()
        let texts = file.verbalizations.map(\.text) + file.edited.map(\.text)
        let found = try reconstructor.reconstruct(texts)
        #expect(reconstructor.site == goldens.site)
        #expect(found.count == texts.count && found.width == reconstructor.outputSize)
        for row in 0..<expected.count { #expect(relativeError(found[row], expected[row]) < 1e-4) }
    }

    @Test("a text alone gives the vector that it gives in a batch, and white space around it says nothing", arguments: PairGoldens.all)
    func alone(_ goldens: PairGoldens) throws {
        let reconstructor = try goldens.reconstructor()
        let texts = ["", "One.", "A longer text, with\ntwo lines.", "One."]
        let together = try reconstructor.reconstruct(texts)
        for (row, text) in texts.enumerated() {
            let alone = try reconstructor.reconstruct("\n \(text)\t")
            #expect(relativeError(alone, together[row]) < 1e-5)
        }
        #expect(relativeError(together[0], together[1]) > 1e-2)
        let none = try reconstructor.reconstruct([])
        #expect(none.count == 0)
    }

    @Test("the template's beginning is run once and kept; every text goes on from a copy of it", arguments: PairGoldens.all)
    func prefix(_ goldens: PairGoldens) throws {
        let reconstructor = try goldens.reconstructor()
        #expect(!reconstructor.prefix.isEmpty && reconstructor.prefixCache.withLock { $0 == nil })
        _ = try reconstructor.reconstruct(["One.", "Another."])
        let kept = reconstructor.prefixCache.withLock { $0 }
        _ = try reconstructor.reconstruct("A third text.")
        #expect(kept?.count == reconstructor.prefix.count, "no text is left in it")
        #expect(reconstructor.prefixCache.withLock { $0 === kept })
    }

    @Test("many long texts are run in several passes")
    func many() throws {
        let reconstructor = try PairGoldens.other.reconstructor()
        let texts = (0..<60).map { String(repeating: "word \($0) ", count: 10) }
        let together = try reconstructor.reconstruct(texts)
        let last = try reconstructor.reconstruct(texts[59])
        #expect(relativeError(last, together[59]) < 1e-5)
    }

    @Test("a text longer than the context is refused with both lengths")
    func tooLong() throws {
        let reconstructor = try PairGoldens.other.reconstructor()
        let complaint = #expect(throws: Complaint.self) { try reconstructor.reconstruct(String(repeating: "long ", count: 400)) }
        #expect(complaint?.expected.contains("160") == true)
        #expect(complaint?.found.contains("tokens") == true)
    }

    @Test("a cancelled request ends")
    func cancelled() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: CancellationError.self) { try PairGoldens.other.reconstructor().reconstruct(["a"], cancellation: cancellation) }
    }
}
