import ParallaxModels
import Testing

@Suite("explanations in an AV's output") struct ExplanationTests {
    @Test(
        "the explanation stands between the tags, stripped",
        arguments: [
            ("<explanation>\nA text.\n\nMore.\n</explanation>", "A text.\n\nMore.", true),
            ("well: <explanation>A</explanation> B", "A", true),
            ("<explanation>never closed", "never closed", false),
            ("no opening tag\n</explanation>", "no opening tag", true),
            ("neither", "neither", false),
            ("", "", false),
            ("<explanation></explanation>", "", true),
            ("<explanation>a<explanation>b</explanation>", "a<explanation>b", true),
            ("<explanation>\u{301}é</explanation>\u{301}", "\u{301}é", true)
        ])
    func between(_ output: String, _ text: String, _ isClosed: Bool) {
        let read = ExplanationText(output: output)
        #expect(read.text == text)
        #expect(read.isClosed == isClosed)
        #expect(ExplanationText.isComplete(output) == isClosed)
    }

    @Test("a growing output never shows a part of a tag, and what it shows only grows")
    func growing() {
        let output = "<explanation>\nIf a < b and </b>, stop.\n</explanation>"
        var shown = ""
        for end in output.indices {
            let now = ExplanationText.visible(in: String(output[..<end]))
            #expect(now.hasPrefix(shown) || shown.hasPrefix(now))
            #expect(!now.contains("expl") && "If a < b and </b>, stop.".hasPrefix(now))
            shown = now
        }
        #expect(ExplanationText.visible(in: output) == "If a < b and </b>, stop.")
    }

    @Test(
        "text in the marker's script, with the marker, or about such a character is a failed injection",
        arguments: [
            "这是一个字符，没有别的。", "괄호 안의 글자", "The letter ㈎ again", "This is a Chinese character.", "it shows a Korean language symbol",
            "Hangul syllables"
        ])
    func failed(_ text: String) { #expect(InjectionFailure.shows(in: text, marker: "㈎")) }

    @Test(
        "other text is no failed injection",
        arguments: [
            "", "A letter to a Korean friend.", "The character 雪 ends a line of the poem.", "Chinese food, its character unknown to them",
            "Größe 12 – “und”"
        ])
    func notFailed(_ text: String) { #expect(!InjectionFailure.shows(in: text, marker: "㈎")) }
}
