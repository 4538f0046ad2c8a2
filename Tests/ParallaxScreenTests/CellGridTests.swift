import ParallaxViews
import Testing

@Suite struct CellGridTests {
    func grid(_ width: Int, _ height: Int, _ glyphs: GlyphSet = .unicode) -> CellGrid {
        CellGrid(size: Size(width: width, height: height), glyphs: glyphs)
    }

    @Test("text is cut at the edges of its box")
    func clipping() {
        var grid = grid(10, 3)
        let box = Rect(x: 2, y: 1, width: 4, height: 1)
        grid.put("abcdefgh", x: -2, in: box)
        grid.put("below", y: 1, in: box)
        grid.put("above", y: -1, in: box)
        #expect(grid.text == "\n  cdef\n")
        #expect(grid.put("xyz", x: 3, in: box) == 6)
    }

    @Test("figures end at their column, and lose their beginning where there is no room")
    func rightAligned() {
        var grid = grid(8, 2)
        grid.putRight(".81", in: grid.bounds)
        grid.putRight("123456789", end: 4, y: 1, in: grid.bounds)
        #expect(grid.text(row: 0) == "     .81")
        #expect(grid.text(row: 1) == "6789    ")
    }

    @Test("a wide glyph takes two cells, becomes a space where only one is left, and loses both halves when one is overwritten")
    func widePairs() {
        var grid = grid(5, 1)
        grid.put("漢字漢", in: grid.bounds)
        #expect(grid.text(row: 0) == "漢字 ")
        #expect(grid[1, 0].isContinuation)
        grid.put("x", x: 1, in: grid.bounds)
        #expect(grid.text(row: 0) == " x字 ")
        grid.put("y", x: 2, in: grid.bounds)
        #expect(grid.text(row: 0) == " xy  ")
        #expect(grid.brokenPairs.isEmpty)
    }

    @Test("bars are drawn to an eighth of a column, in ASCII too; a little is not nothing")
    func bars() {
        var unicode = grid(8, 4), ascii = grid(8, 4, .ascii)
        for (y, fraction) in [1, 0.5625, 0.001, .nan].enumerated() {
            unicode.bar(fraction, x: 0, y: y, width: 4, .plain, in: unicode.bounds)
            ascii.bar(fraction, x: 0, y: y, width: 4, .plain, in: ascii.bounds)
        }
        #expect(unicode.text == "████\n██▎\n▏\n")
        #expect(ascii.text == "####\n##-\n-\n")
    }

    @Test("without UTF-8 every glyph becomes an ASCII one of the same width")
    func ascii() {
        var grid = grid(24, 1, .ascii)
        grid.put("é ● ▲ × · … ━ 漢 ñ ▃█→⏎", in: grid.bounds)
        #expect(grid.text(row: 0) == "e @ ^ x . ~ = ?? n -#>$ ")
    }

    @Test("a grid placed into another is cut at the edges, and no pair is broken")
    func placing() {
        var inner = grid(4, 1), outer = grid(6, 2)
        inner.put("漢字", in: inner.bounds)
        outer.place(inner, at: Point(x: -1, y: 0))
        outer.place(inner, at: Point(x: 3, y: 1))
        #expect(outer.text(row: 0) == " 字   ")
        #expect(outer.text(row: 1) == "   漢 ")
        #expect(outer.brokenPairs.isEmpty)
    }

    @Test("whatever is drawn wherever, nothing traps and no wide glyph is left in half")
    func randomDrawing() {
        var generator = SystemRandomNumberGenerator()
        let texts = ["漢字", "a", "e\u{301}\u{301}\u{301}\u{301}", "👍🏽x", "\u{1B}[31m", "ﷺ漢", "  "]
        for _ in 0..<200 {
            var grid = grid(
                Int.random(in: 0...12, using: &generator), Int.random(in: 0...4, using: &generator), Bool.random() ? .unicode : .ascii)
            var other = CellGrid(size: Size(width: 5, height: 2), glyphs: grid.glyphs)
            func random() -> Rect {
                Rect(x: Int.random(in: -5...12), y: Int.random(in: -2...5), width: Int.random(in: -1...12), height: Int.random(in: 0...4))
            }
            for _ in 0..<20 {
                let area = random(), x = Int.random(in: -4...14), y = Int.random(in: -1...4)
                switch Int.random(in: 0...5) {
                case 0: grid.put(texts.randomElement()!, x: x, y: y, in: area)
                case 1: grid.putRight(texts.randomElement()!, end: x, y: y, in: area)
                case 2: grid.fill(area, "·")
                case 3: grid.restyle(area) { $0 = $0.adding(.reverse) }
                case 4: grid.bar(Double.random(in: -1...2), x: x, y: y, width: 9, .plain, in: area)
                default:
                    other.put(texts.randomElement()!, x: x, in: other.bounds)
                    grid.place(other, at: Point(x: x, y: y))
                }
            }
            #expect(grid.brokenPairs.isEmpty)
            #expect(grid.cells.count == grid.size.width * grid.size.height)
        }
    }

    @Test("a golden screen has a plane of glyphs and a plane of styles")
    func golden() throws {
        var grid = grid(20, 4)
        Rule.draw("SAE", detail: "1024 · L0 16", in: grid.bounds, on: &grid, line: .plain, title: Style(.bold), detail: Style(.dim))
        grid.put("漢 8.1", y: 1, Style(foreground: Color(214)), in: grid.bounds)
        grid.bar(0.4, x: 8, y: 1, width: 10, Style(foreground: Color(110)), in: grid.bounds)
        grid.restyle(Rect(x: 1, y: 1, width: 3, height: 1)) { $0 = $0.adding(.reverse) }
        KeyHints.draw(
            [("Tab", "pane"), ("q", "quit"), ("?", "does not fit")], in: grid.bounds.row(3), on: &grid, keys: Style(.bold), meaning: .plain)
        try expectGolden(grid, "cells")
    }
}

extension Style {
    fileprivate init(_ attributes: Attributes) { self.init(foreground: .terminal, background: .terminal, attributes) }
}
