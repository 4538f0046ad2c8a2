import ParallaxWorld
import Testing

@Suite("Controls of the AR's text")
struct ReconstructorControlsTests {
    static let text = "A letter, and a ring.  It was left in Turin.\n\nIt ends with \"about, the ring.\" Next comes 1,000 and a verb."

    private static let controls: [@Sendable (String, UInt64) -> Known<String>] = [
        ReconstructorControls.wordsShuffled, ReconstructorControls.sentencesReordered, ReconstructorControls.punctuationChanged
    ]

    private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    @Test("each control is another text, the same for the same seed, and others for others")
    func deterministic() throws {
        for control in Self.controls {
            let first = try #require(control(Self.text, 4).value)
            #expect(first != Self.text && control(Self.text, 4).value == first)
            #expect(Set((0..<20 as Range<UInt64>).compactMap { control(Self.text, $0).value }).count > 3)
        }
    }

    @Test("shuffled words are the same words, between the same white space")
    func shuffled() throws {
        let result = try #require(ReconstructorControls.wordsShuffled(Self.text, seed: 1).value)
        #expect(Self.words(result).sorted() == Self.words(Self.text).sorted())
        #expect(result.filter(\.isWhitespace) == Self.text.filter(\.isWhitespace))
        #expect(result.split(separator: "\n\n").map { Self.words(String($0)).count } == [10, 12])
    }

    @Test("two different words always change places")
    func twoWords() {
        for seed in 0..<20 as Range<UInt64> { #expect(ReconstructorControls.wordsShuffled(" one two", seed: seed).value == " two one") }
        for seed in 0..<20 as Range<UInt64> {
            #expect(ReconstructorControls.sentencesReordered("One. Two.", seed: seed).value == "Two. One.")
        }
    }

    @Test("reordered sentences are the same sentences")
    func reordered() throws {
        let result = try #require(ReconstructorControls.sentencesReordered(Self.text, seed: 3).value)
        #expect(ExplanationSegments(result).sentences.sorted() == ExplanationSegments(Self.text).sentences.sorted())
        #expect(ExplanationSegments(result).sentences != ExplanationSegments(Self.text).sentences)
    }

    @Test("changed punctuation leaves every word, number and quotation, and no stop or comma where one was")
    func punctuation() throws {
        for seed in 0..<20 as Range<UInt64> {
            let result = try #require(ReconstructorControls.punctuationChanged(Self.text, seed: seed).value)
            func bare(_ text: String) -> [String] { Self.words(text).map { $0.filter { !".,;".contains($0) } } }
            #expect(bare(result) == bare(Self.text))
            #expect(result.contains("\"about, the ring.\"") && result.contains("1,000"))
            #expect(!result.contains("letter,") && !result.contains("Turin.") && !result.contains("verb."))
        }
        #expect(ReconstructorControls.punctuationChanged("no stop here", seed: 0).value == "no stop here.")
    }

    @Test("what cannot be changed says so", arguments: ["", "  \n", "word", "same same", "!"])
    func impossible(text: String) {
        #expect(ReconstructorControls.wordsShuffled(text, seed: 0).reason?.contains("fewer than two different words") == true)
        #expect(ReconstructorControls.sentencesReordered(text, seed: 0).reason?.contains("fewer than two different sentences") == true)
        let changed = ReconstructorControls.punctuationChanged(text, seed: 0)
        #expect(changed.value.map { $0 != text } ?? (changed.reason?.contains("no punctuation to change") == true))
    }

    @Test("the generic text holds nothing that an explanation would claim")
    func generic() {
        #expect(ExplanationSegments(ReconstructorControls.genericText).sentences.count == 2)
        #expect(!ReconstructorControls.genericText.contains { $0.isNumber || "\"“”".contains($0) })
    }
}
