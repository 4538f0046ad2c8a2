import ParallaxFiles
import ParallaxSession
import ParallaxViews
import Testing

@Suite("Columns that do not run together") struct NarrowedTests {
    static let extremes: [String] = [
        "-32.274", "123,456", "1,234,567,890", "-.123", "±1234.567", "≈-999.999", "+12345.678", "1.2e+30", "-1.7976931348623157e+308", "—",
        "0.000", "no number at all", "~.512"
    ]

    @Test("whatever the figure, it fits its column, and keeps its mark, its sign and its size", arguments: extremes)
    func fits(_ text: String) {
        for columns in 0...12 { #expect(FigureText.narrowed(text, columns: columns).count <= max(columns, 0), "\(columns)") }
        #expect(FigureText.narrowed(text, columns: text.count) == text)
    }

    @Test("decimals go first, then thousands are told")
    func known() {
        #expect(FigureText.narrowed("-32.274", columns: 6) == "-32.27")
        #expect(FigureText.narrowed("-32.279", columns: 5) == "-32.3" || FigureText.narrowed("-32.279", columns: 5) == "-32")
        #expect(FigureText.narrowed("123,456", columns: 5) == "123k")
        #expect(FigureText.narrowed("±1234.567", columns: 5) == "±1235")
    }

    @Test("two neighbours of any size have a space between them", arguments: extremes, extremes)
    func apart(_ first: String, _ second: String) {
        for width in 3...10 {
            var grid = CellGrid(size: Size(width: 2 * width, height: 1))
            grid.putRight(first, end: width, width: width, in: grid.bounds)
            grid.putRight(second, end: 2 * width, width: width, in: grid.bounds)
            #expect(grid[0, 0].glyph == .space && grid[width, 0].glyph == .space, "\(grid.text)")
        }
    }
}

@Suite("The room of absent panes") struct AbsentPaneTests {
    @Test(
        "a reading without the other one has all the room; the other one shows what it lacks while it is in focus",
        arguments: [80, 120, 200])
    func room(_ width: Int) {
        func layout(_ only: Pane?, _ focus: Pane = .grid) -> ExplorerLayout {
            ExplorerLayout(size: Size(width: width, height: 40), siteCount: 6, focus: focus, only: only)
        }
        let both = layout(nil), words = layout(.explanation), features = layout(.features)
        #expect(words.left.isEmpty && words.right.width >= both.left.width + both.right.width && words.right.y == both.right.y)
        #expect(features.right.isEmpty && features.left == words.right)
        #expect(layout(.explanation, .features).left == words.right && layout(.features, .explanation).right == words.right)
    }
}
