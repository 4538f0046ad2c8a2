import ParallaxCompute
import CTerminal
import ParallaxViews
import Testing

@Suite struct SafeTextTests {
    @Test(
        "what cannot be seen becomes visible, what steers the terminal loses its power",
        arguments: [
            ("a\nb\tc\u{1B}[31m", "a⏎b→c␛[31m", 10),
            ("\u{0}\u{7}\u{7F}\r\n", "␀␇␡␍⏎", 5),
            ("\u{80}\u{9B}\u{9F}", "\u{FFFD}\u{FFFD}\u{FFFD}", 3),
            ("a\u{202E}b\u{2066}c\u{200E}", "a⬚b⬚c⬚", 6),
            ("a\u{200B}b\u{FEFF}", "ab", 2),
            ("\u{200D}", "⬚", 1),
            ("\u{A0}\u{2003}x", "  x", 3),
            ("\u{2028}", "⏎", 1),
            ("\u{E000}\u{FFFE}\u{10FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}", 3)
        ])
    func controls(_ text: String, _ shown: String, _ width: Int) {
        #expect(SafeText(text).text == shown)
        #expect(SafeText(text).width == width)
    }

    @Test(
        "joined emoji, flags and selectors fall into cells of their own",
        arguments: [
            ("👨‍👩‍👧", "👨👩👧", 6), ("🇩🇪", "DE", 2), ("❤️", "❤", 1), ("👍🏽", "👍", 2), ("🏽", "⬚", 1), ("1️⃣", "1", 1), ("\u{1FAE0}", "\u{FFFD}", 1)
        ])
    func emoji(_ text: String, _ shown: String, _ width: Int) {
        #expect(SafeText(text).text.unicodeScalars.elementsEqual(shown.unicodeScalars))
        #expect(SafeText(text).width == width)
    }

    @Test("combining marks stay with their letter, three at most, and never stand on nothing")
    func marks() {
        let bomb = SafeText("e" + String(repeating: "\u{301}", count: 1000) + "x")
        #expect(bomb.glyphs.count == 2)
        #expect(bomb.glyphs[0].marks.count == Glyph.markLimit)
        #expect(SafeText("\u{301}a").text == "◌\u{301}a")
        #expect(SafeText(" \u{301}").width == 2)
    }

    @Test("a long token costs no more than its box")
    func limit() {
        #expect(SafeText(String(repeating: "x", count: 1_000_000), columns: 20).glyphs.count == 20)
        #expect(SafeText("x" + String(repeating: "\u{200B}", count: 1_000_000), columns: 20).width == 1)
        #expect(SafeText("漢字漢字").fitted(columns: 5).text == "漢字…")
        #expect(SafeText("漢字").fitted(columns: 4).text == "漢字")
        #expect(SafeText("abc").fitted(columns: 0).text == "")
    }

    @Test("widths agree with the C library for every letter, mark and sign of the common planes")
    func widths() {
        guard ct_locale_is_utf8() == 1 else { return }
        var compared = 0
        for value in UInt32(0x20)..<0x20000 {
            guard let scalar = Unicode.Scalar(value), ct_wcwidth(value) >= 0 else { continue }
            let text = SafeText("a" + String(scalar))
            // Only what is drawn as it is: stand-ins have widths of their own.
            guard text.text.unicodeScalars.last == scalar else { continue }
            compared += 1
            #expect(text.width - 1 == Int(ct_wcwidth(value)), "U+\(String(value, radix: 16))")
        }
        #expect(compared > 60_000)
    }

    @Test(
        "text is broken at spaces, inside long words, and at its own line ends",
        arguments: [
            ("It is about the lost lantern.", 10, ["It is", "about the", "lost", "lantern."]),
            ("abcdefghij kl", 4, ["abcd", "efgh", "ij", "kl"]),
            ("a\n\nb", 5, ["a", "", "b"]),
            ("漢字漢字", 3, ["漢", "字", "漢", "字"]),
            ("漢", 1, [""]),
            ("one two", 7, ["one two"]),
            ("", 5, [""]),
            ("a\u{1B}[2Jb", 3, ["a␛[", "2Jb"])
        ])
    func wrapping(_ text: String, _ columns: Int, _ lines: [String]) {
        #expect(TextWrap.lines(text, columns: columns).map(\.text) == lines)
    }

    @Test("figures keep their digits")
    func figures() {
        #expect(FigureText.fraction(0.614) == ".61" && FigureText.fraction(1) == "1.00" && FigureText.fraction(-0.12) == "-.12")
        #expect(FigureText.fraction(-0.001) == ".00" && FigureText.fraction(.nan) == "—")
        #expect(FigureText.change(0.02) == "+.02" && FigureText.change(-0.13) == "-.13" && FigureText.change(0.001) == "0")
        #expect(
            FigureText.magnitude(61.34) == "61.3" && FigureText.magnitude(9.14, significant: 2) == "9.1" && FigureText.magnitude(0) == "0")
        #expect(FigureText.magnitude(1234567) == "1.23e+06" && FigureText.count(14236) == "14,236" && FigureText.count(-100) == "-100")
    }
}
