import ParallaxWorld
import TestSupport
import Testing

@Suite("An explanation cut into sentences")
struct ExplanationSegmentsTests {
    @Test(
        "sentences end at stops before white space, not inside words or quotes",
        arguments: [
            ("One. Two.", ["One.", "Two."]),
            ("Pi is 3.14 here. Yes", ["Pi is 3.14 here.", "Yes"]),
            ("It ends with \"wept. She\". Next comes a verb.", ["It ends with \"wept. She\".", "Next comes a verb."]),
            ("He said “no. never”. Then left!", ["He said “no. never”.", "Then left!"]),
            ("First\nSecond", ["First", "Second"]),
            ("An open \" quote\nis closed by its line. Really.", ["An open \" quote", "is closed by its line.", "Really."]),
            ("What?! Yes… no", ["What?!", "Yes…", "no"]),
            ("", []),
            ("   ", [""]),
            ("no stop", ["no stop"])
        ])
    func cutting(text: String, sentences: [String]) {
        #expect(ExplanationSegments(text).sentences == sentences)
    }

    @Test("whatever the text, the parts put together are the text")
    func nothingIsLost() {
        var generator = SeededGenerator(seed: 4)
        let alphabet: [Character] = ["a", " ", ".", "\"", "\n", "“", "”", "!", "é", "\r\n", "👩‍👧", "。"]
        for _ in 0..<2000 {
            let text = String((0..<Int.random(in: 0...30, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
            #expect(ExplanationSegments(text).joined == text)
        }
    }

    @Test("a replaced sentence keeps the white space behind it; a removed one takes it along")
    func editing() {
        let segments = ExplanationSegments("A letter.  It is sad.\nThe end.")
        #expect(segments.replacing(1, with: "It is glad.") == "A letter.  It is glad.\nThe end.")
        #expect(segments.removing(1) == "A letter.  The end.")
        #expect(segments.removing(2) == "A letter.  It is sad.")
    }
}
