import ParallaxCompute
import ParallaxSession
import Testing

@testable import ParallaxViews

@Suite("Statistics against their nulls, drawn") struct NullStripTests {
    private func text(_ draws: [Double], _ statistic: Double?, columns: Int = 10) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: NullStrip(ClaimNull(draws, source: ""), statistic: statistic, columns: columns).bars)
        return String(text)
    }

    @Test("from the lowest to the highest of draws and statistic; the fullest column is full, a single draw is seen")
    func bars() {
        #expect(text([0, 0, 0, 0, 0, 0, 0, 0, 0, 9], 9) == "█        ▁")
        #expect(text([0, 1, 1, 2], 9) == "▄█▄       ")
        #expect(NullStrip(ClaimNull([0, 1], source: ""), statistic: 9, columns: 10).mark == 9)
        #expect(NullStrip(ClaimNull([0, 1], source: ""), statistic: -9, columns: 10).mark == 0)
    }

    @Test("no draws, no statistic, one value, huge values, no room")
    func odd() {
        #expect(text([], 1) == "          " && NullStrip(ClaimNull([], source: ""), statistic: 1, columns: 10).mark == 5)
        #expect(text([], nil) == "          " && NullStrip(ClaimNull([1, 2], source: ""), statistic: nil, columns: 10).mark == nil)
        #expect(text([3, 3, 3], 3) == "     █    ")
        #expect(
            text([-1e308, 1e308], 0, columns: 3) == "█ █"
                && NullStrip(ClaimNull([-1e308, 1e308], source: ""), statistic: 0, columns: 3).mark == 1)
        #expect(text([1], 2, columns: 0) == "" && text([1], 2, columns: -3) == "")
        #expect(NullStrip(ClaimNull([1, .nan], source: ""), statistic: .infinity, columns: 4).mark == nil)
    }

    @Test("the prefix curve: one glyph a text between its extremes, a point where there is no figure")
    func curve() {
        #expect(PrefixCurve.line([.value(-1), .value(0), .value(1)]) == "▁▅█")
        #expect(PrefixCurve.line([.value(2), .undefined("why"), .value(2)]) == "█·█")
        #expect(PrefixCurve.line([.undefined("why"), .undefined("why")]) == "··" && PrefixCurve.line([]) == "")
    }

    @Test("verdicts differ by their glyph alone, in UTF-8 and in ASCII")
    func marks() {
        let marks: [ClaimMark] = [.notYet, .running, .failed, .tested(.supported), .tested(.unresolved), .tested(.unsupported)]
        for glyphs in [GlyphSet.unicode, .ascii] {
            let drawn = marks.map { glyphs.bring(Glyph(ClaimText.glyph($0).unicodeScalars.first!)).text }
            #expect(Set(drawn).count == marks.count, "\(drawn)")
        }
    }

    @Test("budgets and times in words")
    func words() {
        #expect(
            ClaimText.budget(ClaimBudget(written: 16, scored: 1214, read: 96, tokens: 31_204, flops: 9.1e13))
                == "16 written, 1,214 scored, 96 read, 31,204 tokens, 9.1e+13 FLOP")
        #expect(
            [0.04, 1.44, 61, 240, 7200, .infinity].map(ClaimText.time) == [".0 s", "1.4 s", "61 s", "4.0 min", "2.0 h", "an unknown time"])
    }
}
