import ParallaxText
import TestSupport
import Testing

@Suite("What is looked for in texts")
struct FoldedTextTests {
    @Test(
        "case and the spelling of letters in code points make no difference",
        arguments: [
            ("Rain", "the RAIN in Spain", true), ("rain", "ra in", false), ("CAFÉ", "a cafe\u{301}", true), ("cafe\u{301}", "Café", true),
            ("cafe", "café", false), ("İ", "i\u{307}", true), ("", "", true), ("", "x", true), ("x", "", false), ("漢字", "有漢字的", true),
            ("\u{1100}\u{1161}", "가", true), ("\u{0}", "a\u{0}b", true)
        ])
    func found(words: String, text: String, isThere: Bool) {
        #expect(FoldedText(words).stands(in: text) == isThere)
    }

    @Test("white space alone is nothing to look for")
    func blank() {
        #expect(!FoldedText(" \n\u{3000}").hasWords && !FoldedText("").hasWords && FoldedText(" a").hasWords)
    }

    @Test("marks without end, in the words and in the text, take no longer than letters do")
    func marks() throws {
        let words = FoldedText(String(repeating: "\u{301}", count: 50_000) + "x"), text = String(repeating: "\u{301}", count: 100_000)
        let seconds = processorSeconds { for _ in 0..<5 { #expect(!words.stands(in: text)) } }
        #expect(seconds < 2 * slowness)
    }
}
