import ParallaxWorld
import TestSupport
import Testing

@Suite("Edits that should change nothing")
struct NeutralEditsTests {
    static let text = """
        A letter about a small ring that was left in Turin. The final token "Dear Sam, all is lost" opens a greeting, warm and brief.

        It expects a name such as Alma. The tone is calm and rather formal, for a friend.
        """

    @Test("every edit differs from the text and from the others, and the same text gives the same ones")
    func distinct() {
        for spared in [nil, 0, 1, 2, 3] {
            let edits = NeutralEdits.edits(of: Self.text, sparing: spared), texts = edits.map(\.text)
            #expect(!edits.isEmpty && edits.count <= NeutralEdits.most)
            #expect(Set(texts).count == texts.count && !texts.contains(Self.text))
            #expect(texts == NeutralEdits.edits(of: Self.text, sparing: spared).map(\.text))
            #expect(Set(edits.map(\.kind)) == (spared == nil ? ["word order", "punctuation"] : ["word order", "punctuation", "sentence"]))
        }
    }

    @Test("the spared sentence is in every edited text as it was", arguments: 0..<4)
    func spared(sentence: Int) {
        let kept = ExplanationSegments(Self.text).sentences[sentence]
        for edit in NeutralEdits.edits(of: Self.text, sparing: sentence) { #expect(edit.text.contains(kept), "\(edit)") }
    }

    @Test("what each kind does")
    func kinds() {
        let text = "First comes the spared one here. It was a very calm day, Anna said.  The last is short enough."
        let edits = NeutralEdits.edits(of: text, sparing: 0)
        func texts(_ kind: String) -> [String] {
            edits.filter { $0.kind == kind }.map { String($0.text.dropFirst("First comes the spared one here. ".count)) }
        }
        #expect(
            texts("word order").prefix(3) == [
                "It was a calm very day, Anna said.  The last is short enough.",
                "It was a very calm day, Anna said.  The is last short enough.",
                "It was very a calm day, Anna said.  The last is short enough."
            ])
        #expect(
            texts("punctuation").prefix(4) == [
                "It was a very calm day, Anna said  The last is short enough.",
                "It was a very calm day, Anna said.  The last is short enough",
                "It was a very calm day, Anna said;  The last is short enough.",
                "It was a very calm day, Anna said.  The last is short enough;"
            ])
        #expect(texts("sentence") == ["The last is short enough.", "It was a very calm day, Anna said."])
    }

    @Test("names, numbers and quoted words stay where they are")
    func claimsStay() {
        for edit in NeutralEdits.edits(of: Self.text, sparing: nil) {
            #expect(edit.text.contains("\"Dear Sam, all is lost\"") && edit.text.contains("Turin") && edit.text.contains("Alma"))
        }
        #expect(NeutralEdits.edits(of: "In 1,000 Rome fell", sparing: nil).isEmpty)
    }

    @Test("a sentence of another length is no match for the spared one")
    func lengths() {
        let text = "Short one. This sentence is so much longer than the first that deleting it would be another thing."
        #expect(!NeutralEdits.edits(of: text, sparing: 0).contains { $0.kind == "sentence" })
    }

    @Test("texts without anything to edit", arguments: ["", " \n", "word", "两个词。", "Only this."])
    func nothing(text: String) {
        #expect(NeutralEdits.edits(of: text, sparing: 0).isEmpty)
        #expect(NeutralEdits.edits(of: text, sparing: 7).allSatisfy { $0.text != text && !$0.text.isEmpty })
    }
}
